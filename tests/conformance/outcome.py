"""What a case was on one emulator: as on AWS, different, or not offered there."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from botocore.exceptions import ClientError

from tests.conformance.case import Case
from tests.conformance.deployed_stack import DeployedStack

LONGEST_SHOWN = 300
NOT_OFFERED_CODES = frozenset({"InvalidAction", "UnsupportedOperation", "NotImplemented", "UnknownOperationException"})
NOT_OFFERED_STATUS = 501


class Outcome(StrEnum):
    """The result of a case."""

    PASS = "pass"
    DIFFERS = "differs"
    NOT_OFFERED = "not offered"


@dataclass(frozen=True, kw_only=True)
class Result:
    """`seen` is what was observed, as one line."""

    case: Case
    outcome: Outcome
    seen: str


def run(cases: Iterable[Case], stack: DeployedStack) -> Iterator[Result]:
    """The results, each when it is known."""
    return (result_of(case, stack) for case in cases)


def result_of(case: Case, stack: DeployedStack) -> Result:
    """Run one case. An exception is what was seen; a request that the emulator does not know is not offered."""
    try:
        seen = case.observe(stack)
    except ClientError as error:
        outcome = Outcome.NOT_OFFERED if _is_unknown(error) else Outcome.DIFFERS
        return Result(case=case, outcome=outcome, seen=shown(error))
    except Exception as error:
        return Result(case=case, outcome=Outcome.DIFFERS, seen=shown(error))
    outcome = Outcome.PASS if seen == case.expected else Outcome.DIFFERS
    return Result(case=case, outcome=outcome, seen=shown(seen))


def _is_unknown(error: ClientError) -> bool:
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode")
    return error.response.get("Error", {}).get("Code") in NOT_OFFERED_CODES or status == NOT_OFFERED_STATUS


def shown(value: object) -> str:
    """The value as one line of bounded length; of an exception its kind and message."""
    text = f"{type(value).__name__}: {value}" if isinstance(value, BaseException) else repr(value)
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_SHOWN else f"{line[:LONGEST_SHOWN]}…"
