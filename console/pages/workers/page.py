"""The page of workers: what they do, what the scaler did with them, and the configuration that decides."""

from collections.abc import Sequence
from typing import Any

from esteira.scaling.operating.survey_workers import SurveyedWorker, survey_workers

from console.elements.data_table import DataTable, TableEvents
from console.frame.moment import LiveFeed
from console.frame.paged_table import table_texts
from console.frame.panel import Panel
from console.frame.visit import Visit
from console.pages.workers.config_panel import ConfigPanel
from console.pages.workers.deps import WorkersPageDeps
from console.pages.workers.events_panel import EventsPanel
from console.pages.workers.history_panel import HistoryPanel
from console.pages.workers.rows import worker_columns, worker_row
from console.pages.workers.what_if_panel import WhatIfPanel
from console.pages.workers.words import WORDS, WorkersWords

REFRESH_SECONDS = 3
"""For the workers; the rest changes seldom."""
SLOW_REFRESH_SECONDS = 5
REPLAY_SECONDS = 60
"""A replay costs more than all other panels together. After an edit it does not wait for that."""


async def workers_page(visit: Visit, _: LiveFeed, deps: WorkersPageDeps) -> None:
    """Build it."""
    words = WORDS[visit.preferences.language]

    def edited() -> None:
        replayed.edited()

    async def refresh_all() -> None:
        for panel in slow:
            await panel.refresh()

    workers = _workers_panel(visit, words, deps)
    events = EventsPanel(visit, words, deps).panel
    config = ConfigPanel(visit, words, deps, changed=refresh_all, edited=edited)
    replayed = WhatIfPanel(visit, words, deps, lambda: config.edits)
    history = HistoryPanel(visit, words, deps, refresh_all).panel
    slow: Sequence[Panel[Any]] = [events, config.panel, history]
    await workers.refresh()
    await refresh_all()
    await replayed.panel.refresh()
    visit.every(REFRESH_SECONDS, workers.refresh, name="workers")
    visit.every(SLOW_REFRESH_SECONDS, refresh_all, name="scaling")
    visit.every(REPLAY_SECONDS, replayed.panel.refresh, name="what-if")


def _workers_panel(visit: Visit, words: WorkersWords, deps: WorkersPageDeps) -> Panel[Sequence[SurveyedWorker]]:
    def show(found: Sequence[SurveyedWorker]) -> None:
        now = visit.clock()
        table.show([worker_row(worker, now, words, visit.words) for worker in found])

    panel: Panel[Sequence[SurveyedWorker]] = Panel(
        visit, words.workers, question=lambda: survey_workers(deps.heartbeats, visit.clock()), show=show
    )
    with panel.content:
        texts = table_texts(visit, caption=words.workers, empty=words.no_workers)
        table = DataTable(worker_columns(words), texts, TableEvents())
    return panel
