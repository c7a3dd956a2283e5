"""The page of all bulk redrives, the newest first."""

from esteira.core.decoding import query_from
from esteira.workbench.list_redrives import MOST_REDRIVES, ListRedrives, list_redrives, redrive_place
from esteira.workbench.redrive_job import RedriveJob

from console.elements.data_table import Column, Row
from console.frame.moment import LiveFeed
from console.frame.paged_table import PagedTable, TablePage
from console.frame.visit import Visit
from console.pages.dead_letters.deps import DeadLettersDeps
from console.pages.dead_letters.redrive import TONES
from console.pages.dead_letters.sending import redrive_path
from console.pages.dead_letters.words import WORDS, DeadLettersWords
from console.words.words import Words

REFRESH_SECONDS = 5


async def redrives_page(visit: Visit, _: LiveFeed, deps: DeadLettersDeps) -> None:
    """Build it."""
    words = WORDS[visit.preferences.language]

    def page(after: str | None) -> TablePage:
        jobs = list_redrives(deps.bulk.jobs, query_from({"after": after}, ListRedrives))
        return TablePage(
            rows=[redrive_row(job, words, visit.words) for job in jobs],
            after=redrive_place(jobs[-1]) if len(jobs) == MOST_REDRIVES else None,
        )

    panel = PagedTable(visit, words.redrives, redrive_columns(words), page=page, empty=words.no_redrives)
    await panel.refresh()
    visit.every(REFRESH_SECONDS, panel.refresh, name="redrives")


def redrive_columns(words: DeadLettersWords) -> list[Column]:
    """Return the columns of redrives."""
    return [
        Column(key="created", label=words.created, kind="time"),
        Column(key="lane", label=words.lane, kind="link"),
        Column(key="state", label=words.state, kind="state"),
        Column(key="waiting", label=words.waiting, kind="number"),
        Column(key="sent", label=words.sent, kind="number"),
        Column(key="gone", label=words.gone, kind="number"),
        Column(key="undone", label=words.undone, kind="number"),
        Column(key="by", label=words.by),
        Column(key="reason", label=words.reason, wide=True),
    ]


def redrive_row(job: RedriveJob, words: DeadLettersWords, texts: Words) -> Row:
    """Return a redrive, whose lane leads to its page."""
    return {
        "key": str(job.id),
        "created": job.created_at,
        "lane": {"text": texts.lane_names[job.lane], "href": redrive_path(job)},
        "state": {"text": words.states[job.state], "tone": TONES[job.state]},
        "waiting": job.waiting,
        "sent": job.sent,
        "gone": job.gone,
        "undone": job.undone,
        "by": job.by,
        "reason": words.reasons.get(job.reason, job.reason) or None,
    }
