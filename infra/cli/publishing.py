"""Publishes from the command line, with progress bars. Waits while another producer holds a source."""

import math
import time
from collections.abc import Callable, Sequence
from typing import Any

from esteira.core.decoding import shape
from esteira.core.errors import EsteiraError
from esteira.producer.deps import Belt
from esteira.producer.publish_all import NotPublished, Outcome, publish_all
from esteira.producer.publish_source import Ending, Published
from esteira.producer.show_source import show_source
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from infra.cli.output import messages, results

BUSY_PATIENCE_SECONDS = 90
"""Longer than a lease, which a killed producer holds until it expires."""

BUSY_POLL_SECONDS = 1.0


def bars() -> Progress:
    """Progress bars on stderr: count, total and elapsed time."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=messages)


def publish_visibly(belts: Sequence[Belt]) -> list[Outcome]:
    """The outcome of each source. A source that another producer is publishing is tried again for a while."""
    by_name = {belt.source.name: belt for belt in belts}
    deadline = time.monotonic() + BUSY_PATIENCE_SECONDS
    with bars() as progress:
        watch = _watch(progress, belts)
        done = _publish(belts, watch)
        while (busy := [by_name[name] for name in done if _is_busy(done[name])]) and time.monotonic() < deadline:
            time.sleep(BUSY_POLL_SECONDS)
            done |= _publish(busy, watch)
    return list(done.values())


def published_json(outcomes: Sequence[Outcome]) -> list[dict[str, Any]]:
    """The outcomes as JSON; a failed one has `error` instead of counts."""
    return [
        {"source": outcome.source, "error": str(outcome.error)} if isinstance(outcome, NotPublished) else shape(outcome)
        for outcome in outcomes
    ]


def print_published(outcomes: Sequence[Outcome]) -> None:
    """A line for each source."""
    for outcome in outcomes:
        if isinstance(outcome, NotPublished):
            results.print(f"{outcome.source}: [red]not published:[/] {escape(str(outcome.error))}", highlight=False)
        else:
            rejected = f", {outcome.rejected} rejected" if outcome.rejected else ""
            results.print(f"{outcome.source}: {outcome.published} published{rejected} ({outcome.ending})")


def _publish(belts: Sequence[Belt], watch: Callable[[Published], None]) -> dict[str, Outcome]:
    outcomes = publish_all(belts, remaining_seconds=lambda: math.inf, watch=watch)
    return {outcome.source: outcome for outcome in outcomes}


def _is_busy(outcome: Outcome) -> bool:
    return isinstance(outcome, Published) and outcome.ending is Ending.BUSY


def _watch(progress: Progress, belts: Sequence[Belt]) -> Callable[[Published], None]:
    tasks = {belt.source.name: progress.add_task(belt.source.name, total=_backlog_rows(belt)) for belt in belts}
    return lambda done: progress.update(tasks[done.source], completed=done.published + done.rejected)


def _backlog_rows(belt: Belt) -> int | None:
    """The total of the bar; None if the source cannot be read, which publishing will report."""
    try:
        return show_source(belt).lag_rows
    except EsteiraError:
        return None
