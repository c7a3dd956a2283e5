"""The page of schedules: one row each, and a drawer in which one is run now."""

from collections.abc import Sequence
from dataclasses import asdict

from esteira.core.http.policies import Policy
from esteira.stack.deps import StackDeps
from esteira.stack.function import Answer
from esteira.stack.list_schedules import UpcomingRuns, list_schedules
from esteira.stack.run_schedule import run_schedule

from console.elements.controls import Button
from console.elements.data_table import Column, DataTable, Row, TableEvents
from console.elements.facts import Fact, Facts
from console.elements.text import Text
from console.frame.actions import Action, Done
from console.frame.dialogs import confirmed, drawer
from console.frame.moment import LiveFeed
from console.frame.paged_table import table_texts
from console.frame.panel import Panel
from console.frame.visit import Visit
from console.pages.schedules.in_words import in_words
from console.pages.schedules.words import WORDS, SchedulesWords

REFRESH_SECONDS = 5


async def schedules_page(visit: Visit, _: LiveFeed, deps: StackDeps) -> None:
    """Build it."""
    words = WORDS[visit.preferences.language]

    def show(schedules: Sequence[UpcomingRuns]) -> None:
        table.show([schedule_row(visit, words, each) for each in schedules])

    async def opened(name: str) -> None:
        chosen = next((each for each in panel.answer or () if each.rule.name == name), None)
        if chosen:
            _show_one(visit, words, deps, chosen)

    panel: Panel[Sequence[UpcomingRuns]] = Panel(visit, words.title, question=lambda: list_schedules(deps), show=show)
    with panel.content:
        texts = table_texts(visit, caption=words.title, empty=words.none)
        table = DataTable(_columns(words), texts, TableEvents(open=opened))
    await panel.refresh()
    visit.every(REFRESH_SECONDS, panel.refresh, name="schedules")


def _columns(words: SchedulesWords) -> list[Column]:
    return [
        Column(key="name", label=words.name),
        Column(key="when", label=words.when, wide=True),
        Column(key="next_in", label=words.next_in, kind="duration"),
        Column(key="next_at", label=words.next_at, kind="time"),
        Column(key="count", label=words.in_a_day, kind="number"),
        Column(key="last", label=words.last, kind="time"),
        Column(key="result", label=words.result, kind="state"),
        Column(key="took", label=words.took, kind="duration"),
    ]


def schedule_row(visit: Visit, words: SchedulesWords, upcoming: UpcomingRuns) -> Row:
    """Return a schedule."""
    firings, last = upcoming.firings, upcoming.last
    next_at = firings.next_at if firings else None
    return {
        "key": upcoming.rule.name,
        "name": upcoming.rule.name,
        "when": when(words, upcoming),
        "next_in": max(0.0, (next_at - visit.clock()).total_seconds()) if next_at else None,
        "next_at": next_at,
        "count": firings.count if firings else None,
        "last": last.ended_at if last else None,
        "result": result_cell(words, upcoming),
        "took": last.seconds if last else None,
    }


def when(words: SchedulesWords, upcoming: UpcomingRuns) -> str:
    """Return the expression in words, or why it cannot be read."""
    if upcoming.schedule is None:
        return f"{upcoming.rule.expression}: {upcoming.fault}"
    said = in_words(upcoming.schedule, words)
    if not upcoming.rule.enabled:
        return f"{said} · {words.disabled}"
    return said if upcoming.firings is None or upcoming.firings.exact else f"{said} · {words.at_latest}"


def result_cell(words: SchedulesWords, upcoming: UpcomingRuns) -> dict[str, str]:
    """Return what became of the last run, as a cell."""
    if upcoming.last is None:
        return {"text": words.never, "tone": "quiet"}
    return {"text": words.failed, "tone": "alert"} if upcoming.last.failed else {"text": words.ok, "tone": "normal"}


def _show_one(visit: Visit, words: SchedulesWords, deps: StackDeps, upcoming: UpcomingRuns) -> None:
    rule = upcoming.rule
    with drawer(visit, rule.name):
        Facts(visit.words.locale).show(
            Fact(words.when, when(words, upcoming)),
            Fact(words.expression, rule.expression, code=True),
            Fact(words.function, rule.function, href=f"/functions/{rule.function}"),
            *(Fact(words.next_at, at) for at in (upcoming.firings.times if upcoming.firings else ())),
        )
        result = Text(tag="pre", role="result")

        async def run() -> None:
            answer = await _run(visit, words, deps, rule.name)
            if answer:
                result.set_text(answer_text(words, answer))

        Button(words.run, run, tone="primary", refused=visit.refusal(Policy.OPERATOR))


async def _run(visit: Visit, words: SchedulesWords, deps: StackDeps, name: str) -> Answer | None:
    if not await confirmed(visit, words.run_title.format(name), [words.run_sentence], action=words.run):
        return None

    def work(_: str) -> Done[Answer]:
        answer = run_schedule(deps, name)
        return Done(value=answer, after={key: asdict(answer)[key] for key in ("error", "seconds")})

    def said(answer: Answer) -> str:
        return words.ran_failed.format(answer.error) if answer.error else words.ran.format(f"{answer.seconds:.1f}")

    return await visit.actor.perform(Action(name="schedule.run", subject=name), work, done=said)


def answer_text(words: SchedulesWords, answer: Answer) -> str:
    """Return an answer and the end of its log."""
    return f"{words.answer}\n{answer.payload}\n\n{words.log}\n{answer.log}"
