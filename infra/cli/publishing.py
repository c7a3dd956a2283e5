"""Publishes from the command line, with progress bars. Waits while another producer holds a source."""

import math
import time
from collections.abc import Callable, Sequence
from typing import Any

from esteira.core.decoding import as_json
from esteira.core.errors import EsteiraError
from esteira.producer.deps import PublishDeps
from esteira.producer.publish_all import NotPublished, PublishResult, publish_all
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


def publish_visibly(all_publish_deps: Sequence[PublishDeps]) -> list[PublishResult]:
    """The outcome of each source. A source that another producer is publishing is tried again for a while."""
    by_name = {publish_deps.source.name: publish_deps for publish_deps in all_publish_deps}
    deadline = time.monotonic() + BUSY_PATIENCE_SECONDS
    with bars() as progress:
        watch = _watch(progress, all_publish_deps)
        done = _publish(all_publish_deps, watch)
        while (busy := [by_name[name] for name in done if _is_busy(done[name])]) and time.monotonic() < deadline:
            time.sleep(BUSY_POLL_SECONDS)
            done |= _publish(busy, watch)
    return list(done.values())


def published_json(outcomes: Sequence[PublishResult]) -> list[dict[str, Any]]:
    """The outcomes as JSON; a failed one has `error` instead of counts."""
    return [
        {"source": outcome.source, "error": str(outcome.error)}
        if isinstance(outcome, NotPublished)
        else as_json(outcome)
        for outcome in outcomes
    ]


def print_published(outcomes: Sequence[PublishResult]) -> None:
    """A line for each source."""
    for outcome in outcomes:
        if isinstance(outcome, NotPublished):
            results.print(f"{outcome.source}: [red]not published:[/] {escape(str(outcome.error))}", highlight=False)
        else:
            rejected = f", {outcome.rejected} rejected" if outcome.rejected else ""
            results.print(f"{outcome.source}: {outcome.published} published{rejected} ({outcome.ending})")


def _publish(all_publish_deps: Sequence[PublishDeps], watch: Callable[[Published], None]) -> dict[str, PublishResult]:
    outcomes = publish_all(all_publish_deps, remaining_seconds=lambda: math.inf, watch=watch)
    return {outcome.source: outcome for outcome in outcomes}


def _is_busy(outcome: PublishResult) -> bool:
    return isinstance(outcome, Published) and outcome.ending is Ending.BUSY


def _watch(progress: Progress, all_publish_deps: Sequence[PublishDeps]) -> Callable[[Published], None]:
    tasks = {
        publish_deps.source.name: progress.add_task(publish_deps.source.name, total=_backlog_rows(publish_deps))
        for publish_deps in all_publish_deps
    }
    return lambda done: progress.update(tasks[done.source], completed=done.published + done.rejected)


def _backlog_rows(publish_deps: PublishDeps) -> int | None:
    """The total of the bar; None if the source cannot be read, which publishing will report."""
    try:
        return show_source(publish_deps).lag_rows
    except EsteiraError:
        return None
