"""esteira run"""

from collections.abc import Mapping
from typing import Annotated

import typer
from esteira.core.clock import utc_now
from esteira.producer.fill_source import DEFAULT_FALSE_SHARE
from esteira.producer.publish_all import NotPublished
from esteira.producer.wiring import Producer
from esteira.reconciliation.ledger import Ledger
from esteira.reconciliation.read_ledger import read_ledger
from esteira.reconciliation.verdict import Verdict
from esteira.reconciliation.verify_orders import verify_orders

from infra.cli.operator import operating
from infra.cli.output import messages, steps
from infra.cli.populating import fill_all, print_not_filled
from infra.cli.publishing import print_published, publish_with_progress
from infra.cli.run_report import SourceRun, print_invitation, print_run
from infra.cli.start_timings import Timings, keep_timings
from infra.cli.verdict_report import print_verdict
from infra.cli.waiting import wait_visibly
from infra.local.core_settings import producer_settings
from infra.local.environment import with_running_programs
from infra.local.phases import Phases
from infra.local.processes.programs import await_console, begin_bridge
from infra.local.settings import LocalSettings
from infra.local.up import bring_pipeline_up

PATIENCE_SECONDS = 300

Orders = Annotated[int, typer.Option("--orders", min=1, help="How many sample orders to create in each source.")]


def run(*, orders: Orders = 100, timings: Timings = False) -> None:
    """Start everything, move sample orders through it, verify that all are accounted for, and leave it running."""
    settings = with_running_programs(LocalSettings.from_environment())
    phases = Phases()
    with steps("Starting") as say:
        environment = bring_pipeline_up(settings, say, phases)
    begun = utc_now()
    with operating() as operator:
        before = read_ledger(operator.ledger_deps)
        with phases.measured("orders published"):
            filled = _fill_and_publish(orders)
        with phases.measured("orders processed"):
            wait_visibly(operator.ledger_deps, limit_seconds=PATIENCE_SECONDS)
        with phases.measured("orders verified"):
            verdict = verify_orders(operator.ledger_deps)
        attempts = operator.attempt_log.count_by_source(since=begun)
    # Started last: its start uses both cores of a small machine for seconds, and the orders do not need it.
    with phases.measured("bridge started"):
        begin_bridge(settings, environment)
    with steps("Starting the console") as say, phases.measured("console ready"):
        await_console(settings, say)
    keep_timings(settings.place, phases.timings("run"), shown=timings)
    print_run(_sources(filled, before, verdict, attempts))
    print_verdict(verdict)
    print_invitation(environment, settings)
    raise typer.Exit(0 if verdict.ok else 1)


def _fill_and_publish(orders: int) -> dict[str, int]:
    producer = Producer(producer_settings())
    try:
        messages.print(f"{orders} orders in each source, about {DEFAULT_FALSE_SHARE:.0%} fail the security check")
        tables = {name: producer.table(name) for name in producer.names}
        filling = fill_all(tables, orders, false_share=DEFAULT_FALSE_SHARE, seed=None)
        print_not_filled(filling.faults)
        messages.print("publishing")
        outcomes = publish_with_progress(producer.all_publish_deps())
        print_published([outcome for outcome in outcomes if isinstance(outcome, NotPublished)])
        return filling.filled
    finally:
        producer.close()


def _sources(
    filled: dict[str, int], before: Ledger, verdict: Verdict, attempts: Mapping[str, int]
) -> dict[str, SourceRun]:
    after = verdict.ledger.sources
    return {
        name: SourceRun.between(before.sources[name], after[name], filled=count, attempts=attempts.get(name, 0))
        for name, count in filled.items()
    }
