"""What the suite prints."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from conformance.case import Case
from conformance.matching import shown
from conformance.run import Result

LEAST_RATE = 0.98


def result_lines(result: Result) -> Iterator[str]:
    """One line, and for a case that fails what AWS answers, what was seen, and why."""
    case = result.case
    yield f"{'as on AWS' if result.passed else 'DIFFERENT'}  {case.name}"
    if not result.passed:
        reason = f"{case.differs.owner.value}: {case.differs.reason}" if case.differs else "not known"
        yield f"             AWS:    {shown(case.aws)}"
        yield f"             here:   {result.seen}"
        yield f"             source: {case.source}"
        yield f"             reason: {reason}"
    elif case.differs:
        yield f"             no longer different: {case.differs.reason}"


def unexplained(results: Sequence[Result]) -> list[Result]:
    """The results that differ without a known reason."""
    return [result for result in results if not result.passed and result.case.differs is None]


def rate_lines(results: Sequence[Result]) -> Iterator[str]:
    """The two rates."""
    yield f"all cases:                              {_rate(results)}"
    yield f"without those of LocalStack's own part: {_rate(executors(results))}"


def executors(results: Sequence[Result]) -> list[Result]:
    """The results that depend on the executor."""
    return [result for result in results if result.counts_for_executor]


def good_enough(results: Sequence[Result]) -> bool:
    """Whether at least 98 % of what depends on the executor is as on AWS. False without results."""
    own = executors(results)
    return bool(own) and sum(result.passed for result in own) >= LEAST_RATE * len(own)


def differences_table(cases: Iterable[Case]) -> Iterator[str]:
    """The known differences as rows of a table: reason, whose it is, and how many cases see it."""
    counts = Counter((case.differs.owner.value, case.differs.reason) for case in cases if case.differs)
    yield "| whose | difference | cases |"
    yield "|---|---|---|"
    for (owner, reason), count in sorted(counts.items()):
        yield f"| {owner} | {reason} | {count} |"


def _rate(results: Sequence[Result]) -> str:
    passed = sum(result.passed for result in results)
    share = f" ({passed / len(results):.1%})" if results else ""
    return f"{passed} of {len(results)}{share}"
