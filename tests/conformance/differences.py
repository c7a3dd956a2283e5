"""The known differences of each emulator from AWS, and how results are judged by them."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.conformance.outcome import Outcome, Result

FILE = Path(__file__).with_name("differences.toml")


@dataclass(frozen=True, kw_only=True)
class Difference:
    """How a case ends on an emulator, if not as on AWS, and why."""

    outcome: Outcome
    reason: str


Differences = Mapping[str, Difference]
"""By the name of the case."""


def known_differences(file: Path = FILE) -> Mapping[str, Differences]:
    """The differences of each emulator in the file. Raises `ValueError` for an entry that is none."""
    entries = tomllib.loads(file.read_text(encoding="utf-8"))
    return {
        emulator: {case: _difference(case, fields) for case, fields in cases.items()}
        for emulator, cases in entries.items()
    }


def _difference(case: str, fields: Mapping[str, str]) -> Difference:
    outcome, reason = Outcome(fields["outcome"]), fields["reason"].strip()
    if outcome is Outcome.PASS or not reason:
        raise ValueError(f"{case}: a difference differs or is not offered, and has a reason")
    return Difference(outcome=outcome, reason=reason)


def surprises(results: Iterable[Result], known: Differences) -> Iterator[str]:
    """A line for each result that the known differences do not foretell."""
    for result in results:
        difference = known.get(result.case.name)
        if result.outcome is (difference.outcome if difference else Outcome.PASS):
            continue
        if result.outcome is Outcome.PASS:
            yield f"{result.case.name}: is listed as a difference, and no longer occurs; take it out of {FILE.name}"
        else:
            yield f"{result.case.name}: {result.outcome}, which {FILE.name} does not say"


def unknown_cases(known: Mapping[str, Differences], names: Iterable[str]) -> Iterator[str]:
    """A line for each entry whose case does not exist: its name was changed, or it was removed."""
    existing = set(names)
    for emulator, differences in known.items():
        for case in differences.keys() - existing:
            yield f"{emulator}: no case is called {case!r}"
