"""What a run prints, and the table of the documents."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from tests.conformance.case import Case
from tests.conformance.differences import Differences
from tests.conformance.outcome import Outcome, Result, shown

EMULATORS = {"localstack": "LocalStack", "ministack": "MiniStack"}
"""The columns of the table."""


def result_lines(result: Result, known: Differences) -> Iterator[str]:
    """One line, and for a case that is not as on AWS what was expected, what was seen, and why."""
    yield f"{result.outcome:<12} {result.case.name}"
    if result.outcome is not Outcome.PASS:
        difference = known.get(result.case.name)
        yield f"{'':<12}   AWS:    {shown(result.case.expected)}"
        yield f"{'':<12}   here:   {result.seen}"
        yield f"{'':<12}   reason: {difference.reason if difference else 'not known'}"


def summary(results: Sequence[Result]) -> str:
    """How many cases ended how."""
    counts = Counter(result.outcome for result in results)
    return ", ".join(f"{counts[outcome]} {outcome}" for outcome in Outcome)


def table(cases: Iterable[Case], known: Mapping[str, Differences]) -> Iterator[str]:
    """The rows of the table in the documents: each case on each emulator, with a number where it is not as on AWS."""
    numbers = _numbers(cases, known)
    yield f"| part of AWS | case | {' | '.join(EMULATORS.values())} |"
    yield f"|---|---|{'---|' * len(EMULATORS)}"
    for case in sorted(cases, key=lambda case: case.area.lower()):
        cells = (_cell(emulator, case, known, numbers) for emulator in EMULATORS)
        yield f"| {case.area} | {case.name} | {' | '.join(cells)} |"


def reasons(cases: Iterable[Case], known: Mapping[str, Differences]) -> Iterator[str]:
    """The numbered reasons below the table."""
    for (emulator, case), number in _numbers(cases, known).items():
        yield f"{number}. {EMULATORS[emulator]}, {case}: {known[emulator][case].reason}"


def _numbers(cases: Iterable[Case], known: Mapping[str, Differences]) -> dict[tuple[str, str], int]:
    places = [
        (emulator, case.name)
        for case in sorted(cases, key=lambda case: case.area.lower())
        for emulator in EMULATORS
        if case.name in known.get(emulator, {})
    ]
    return {place: number for number, place in enumerate(places, start=1)}


def _cell(emulator: str, case: Case, known: Mapping[str, Differences], numbers: Mapping[tuple[str, str], int]) -> str:
    difference = known.get(emulator, {}).get(case.name)
    return f"{difference.outcome} ({numbers[emulator, case.name]})" if difference else "as on AWS"
