"""Publishes from the command line, with progress bars. Retries while another producer holds a lease."""

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

BUSY_TIMEOUT_SECONDS = 90
"""Longer than a lease, since the lease of a killed producer blocks its source until it expires."""

BUSY_POLL_SECONDS = 1.0


def bars() -> Progress:
    """Return progress bars on stderr with count, total and elapsed time."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=messages)


def publish_with_progress(all_publish_deps: Sequence[PublishDeps]) -> list[PublishResult]:
    """Publish all sources. One that another producer holds is retried every second for `BUSY_TIMEOUT_SECONDS`."""
    by_name = {publish_deps.source.name: publish_deps for publish_deps in all_publish_deps}
    deadline = time.monotonic() + BUSY_TIMEOUT_SECONDS
    with bars() as progress:
        on_page = _progress_updater(progress, all_publish_deps)
        done = _publish(all_publish_deps, on_page)
        while (busy := [by_name[name] for name in done if _is_busy(done[name])]) and time.monotonic() < deadline:
            time.sleep(BUSY_POLL_SECONDS)
            done |= _publish(busy, on_page)
    return list(done.values())


def published_json(outcomes: Sequence[PublishResult]) -> list[dict[str, Any]]:
    """Return the results as JSON; a failed one has `error` instead of counts."""
    return [
        {"source": outcome.source, "error": str(outcome.error)}
        if isinstance(outcome, NotPublished)
        else as_json(outcome)
        for outcome in outcomes
    ]


def print_published(outcomes: Sequence[PublishResult]) -> None:
    """Print one line for each source."""
    for outcome in outcomes:
        if isinstance(outcome, NotPublished):
            results.print(f"{outcome.source}: [red]not published:[/] {escape(str(outcome.error))}", highlight=False)
        else:
            if outcome.restart:
                results.print(
                    f"{outcome.source}: [yellow]began anew[/] ({escape(outcome.restart)}); read from its first row, "
                    "run `esteira verify` when all orders have arrived",
                    highlight=False,
                )
            rejected = f", {outcome.rejected} rejected" if outcome.rejected else ""
            results.print(f"{outcome.source}: {outcome.published} published{rejected} ({outcome.ending})")


def _publish(all_publish_deps: Sequence[PublishDeps], on_page: Callable[[Published], None]) -> dict[str, PublishResult]:
    outcomes = publish_all(all_publish_deps, remaining_seconds=lambda: math.inf, on_page=on_page)
    return {outcome.source: outcome for outcome in outcomes}


def _is_busy(outcome: PublishResult) -> bool:
    return isinstance(outcome, Published) and outcome.ending is Ending.BUSY


def _progress_updater(progress: Progress, all_publish_deps: Sequence[PublishDeps]) -> Callable[[Published], None]:
    tasks = {
        publish_deps.source.name: progress.add_task(publish_deps.source.name, total=_backlog_rows(publish_deps))
        for publish_deps in all_publish_deps
    }
    return lambda done: progress.update(tasks[done.source], completed=done.published + done.rejected)


def _backlog_rows(publish_deps: PublishDeps) -> int | None:
    """Return the total of the bar. None if the source cannot be read, which publishing then reports."""
    try:
        return show_source(publish_deps).lag_rows
    except EsteiraError:
        return None
