"""The main job on sample orders: fill, publish, wait, verify; and what became of each source's orders meanwhile."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from esteira.clock import utc_now
from esteira.domain.ledger import SourceLedger
from esteira.domain.verdict import Verdict
from esteira.use_cases.fill_source import DEFAULT_FALSE_SHARE
from esteira.use_cases.read_ledger import read_ledger
from esteira.use_cases.verify_orders import verify_orders
from esteira.wiring.operator import Operator
from esteira.wiring.producer import Producer

from infra.cli.populating import fill_visibly
from infra.cli.publishing import publish_visibly
from infra.cli.waiting import wait_visibly

PATIENCE_SECONDS = 300

NOTHING = SourceLedger(
    not_read=0, moving=0, retrying=0, dead=0, rejected=0, persisted=0, overlapping=0, phantom=0, swapped=False
)


@dataclass(frozen=True, kw_only=True)
class SourceReport:
    """What the run did with one source; counts of orders, and of their attempts."""

    filled: int
    published: int
    persisted: int
    dead: int
    attempts: int


@dataclass(frozen=True, kw_only=True)
class RunReport:
    """The sources by name, and whether every order is accounted for."""

    sources: Mapping[str, SourceReport]
    verdict: Verdict


def run_sample(operator: Operator, producer: Producer, *, count: int) -> RunReport:
    """Moves `count` new orders of each source to their ends.

    The schedule may publish some of them first, so what was published is told by the ledger and not by our publish.
    """
    begun, before = utc_now(), read_ledger(operator.books).sources
    filled = {
        name: fill_visibly(name, producer.table(name), count, false_share=DEFAULT_FALSE_SHARE, seed=None)
        for name in producer.names
    }
    publish_visibly([producer.belt(name) for name in producer.names])
    wait_visibly(operator.books, limit_seconds=PATIENCE_SECONDS)
    verdict = verify_orders(operator.books, rows=False)
    return RunReport(sources=_reports(operator, begun, filled, before, verdict.ledger.sources), verdict=verdict)


def _reports(
    operator: Operator,
    begun: datetime,
    filled: Mapping[str, int],
    before: Mapping[str, SourceLedger],
    after: Mapping[str, SourceLedger],
) -> dict[str, SourceReport]:
    attempts = operator.attempt_log.count_by_source(since=begun)
    return {
        name: SourceReport(
            filled=filled[name],
            published=_handed_over(after[name]) - _handed_over(before.get(name, NOTHING)),
            persisted=after[name].persisted - before.get(name, NOTHING).persisted,
            dead=after[name].dead - before.get(name, NOTHING).dead,
            attempts=attempts.get(name, 0),
        )
        for name in filled
    }


def _handed_over(source: SourceLedger) -> int:
    return source.moving + source.dead + source.rejected + source.persisted
