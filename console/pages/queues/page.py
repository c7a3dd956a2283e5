"""The page of all queues: a row a lane."""

from esteira.queues.queue import QueueSurvey
from esteira.queues.survey_queues import survey_queues

from console.elements.data_table import DataTable, TableEvents
from console.elements.text import Text
from console.frame.moment import LiveFeed
from console.frame.paged_table import table_texts
from console.frame.panel import Panel
from console.frame.visit import Visit
from console.pages.queues.actions import QueuesPageDeps
from console.pages.queues.rows import lane_columns, lane_row
from console.pages.queues.words import WORDS, QueuesWords

REFRESH_SECONDS = 3


async def queues_page(visit: Visit, _: LiveFeed, deps: QueuesPageDeps) -> None:
    """Build it."""
    words = WORDS[visit.preferences.language]

    def show(survey: QueueSurvey) -> None:
        stale = survey.kept_from is not None
        table.show([{**lane_row(lane, words, visit.words), "stale": stale} for lane in survey.lanes])
        unread.set_text(unread_text(visit, words, survey))

    panel = Panel(visit, words.title, question=lambda: survey_queues(deps.queues, panel.answer), show=show)
    with panel.content:
        unread = Text(tag="p", role="warning")
        texts = table_texts(visit, caption=words.title, empty=words.none)
        table = DataTable(lane_columns(words), texts, TableEvents())
    await panel.refresh()
    visit.every(REFRESH_SECONDS, panel.refresh, name="queues")


def unread_text(visit: Visit, words: QueuesWords, survey: QueueSurvey) -> str:
    """Return which stores do not answer, and from when what is shown of them is; empty if all do."""
    if not survey.unread:
        return ""
    unread = words.unread.format(" ".join(map(visit.words.reason, survey.unread)))
    kept = words.kept.format(f"{survey.kept_from:%H:%M:%S} UTC") if survey.kept_from else ""
    return f"{unread} {kept}".strip()
