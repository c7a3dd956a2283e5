"""Runs cases, several at a time."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from conformance.case import Case, Owner
from conformance.cloud import Cloud
from conformance.matching import matches, shown

AT_ONCE = 8


@dataclass(frozen=True, kw_only=True)
class Result:
    """`seen` is what was observed as one line; empty when it is AWS's answer."""

    case: Case
    seen: str

    @property
    def passed(self) -> bool:
        """Whether it is as on AWS."""
        return not self.seen

    @property
    def counts_for_executor(self) -> bool:
        """False if it fails by a deviation that is LocalStack's own."""
        return self.passed or self.case.differs is None or self.case.differs.owner is Owner.EXECUTOR


def run(cases: Iterable[Case], cloud: Cloud) -> Iterator[Result]:
    """The results, in the order of the cases."""
    with ThreadPoolExecutor(AT_ONCE) as workers:
        yield from workers.map(lambda case: result_of(case, cloud), cases)


def result_of(case: Case, cloud: Cloud) -> Result:
    """Run one case. An exception is what was seen."""
    try:
        seen = case.observe(cloud)
    except Exception as error:
        return Result(case=case, seen=f"{type(error).__name__}: {shown(str(error))}")
    return Result(case=case, seen="" if matches(case.aws, seen) else shown(seen))
