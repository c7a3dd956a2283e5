"""The page of one lane: its figures, why it has so many workers, what is in its queue, pausing and purging."""

from esteira.core.http.policies import Policy
from esteira.core.names import LANES
from esteira.queues.peek_queue import Peeked, peek_queue
from esteira.queues.purge_queue import LEDGER_LANE
from esteira.queues.queue import LaneQueues, QueueSurvey, Side, WorkersReason
from esteira.queues.survey_queues import survey_queues
from esteira.scaling.configure_scaling import known_lane

from console.elements.controls import Button, Clicked
from console.elements.data_table import DataTable, TableEvents
from console.elements.facts import Fact, Facts
from console.elements.text import HtmlElement, Text
from console.frame.filters import Filters, address
from console.frame.moment import LiveFeed
from console.frame.paged_table import table_texts
from console.frame.panel import Panel
from console.frame.visit import Visit
from console.pages.queues.actions import QueuesPageDeps, pause, purge, receive, repair
from console.pages.queues.page import REFRESH_SECONDS, unread_text
from console.pages.queues.rows import NO_FIGURES, PERCENT, message_columns, message_row, state_cell
from console.pages.queues.words import WORDS, QueuesWords


async def lane_page(visit: Visit, _: LiveFeed, deps: QueuesPageDeps) -> None:
    """Build it. The address may choose the dead letters (`side=dead`) and a text."""
    name = visit.path["lane"]
    if name in LANES:
        await LanePage(visit, deps).build()
    else:
        await Panel(visit, name, question=lambda: known_lane(name), show=lambda lane: Text(lane).update()).refresh()


class LanePage:
    """The page while it is open."""

    def __init__(self, visit: Visit, deps: QueuesPageDeps) -> None:
        self._visit, self._deps = visit, deps
        self._words: QueuesWords = WORDS[visit.preferences.language]
        self._lane = known_lane(visit.path["lane"])
        self._side = Side.DEAD if visit.query.get("side") == Side.DEAD else Side.QUEUE
        self._text = visit.query.get("text", "")

    async def build(self) -> None:
        """Build both panels."""
        self._figures = self._figures_panel()
        self._messages = self._messages_panel()
        await self._figures.refresh()
        await self._messages.refresh()
        self._visit.every(REFRESH_SECONDS, self._figures.refresh, name="lane")

    def _figures_panel(self) -> Panel[QueueSurvey]:
        title = self._visit.words.lane_names[self._lane]
        panel = Panel(self._visit, title, question=self._survey, show=self._show_figures)
        refused = self._visit.refusal(Policy.OPERATOR)
        with panel.tools:
            self._pause_button = Button(self._words.pause, lambda: self._pause(paused=True), refused=refused)
            self._resume_button = Button(self._words.resume, lambda: self._pause(paused=False), refused=refused)
            for side in Side:
                Button(self._words.purge[side], self._purging(side), tone="danger", refused=refused)
            if self._lane == LEDGER_LANE:
                Button(self._words.repair, self._repair, refused=refused).props["title"] = self._words.repair_hint
        with panel.content:
            self._unread = Text(tag="p", role="warning")
            self._facts = Facts(self._visit.words.locale)
        return panel

    def _survey(self) -> QueueSurvey:
        return survey_queues(self._deps.queues, self._figures.answer)

    def _show_figures(self, survey: QueueSurvey) -> None:
        self._unread.set_text(unread_text(self._visit, self._words, survey))
        self._facts.classes(**{"add" if survey.kept_from else "remove": "stale"})
        found = next((each for each in survey.lanes if each.lane == self._lane), None)
        self._facts.show(*(lane_facts(self._visit, self._words, found) if found else ()))
        # Both while nobody knows whether it is paused.
        paused = found.paused if found else None
        self._pause_button.set_visibility(paused is not True)
        self._resume_button.set_visibility(paused is not False)

    def _messages_panel(self) -> Panel[Peeked]:
        words, path = self._words, f"/queues/{self._lane}"
        panel = Panel(self._visit, words.messages[self._side], question=self._peek, show=self._show_messages)
        with panel.tools:
            Button(words.receive, self._receive, refused=self._visit.refusal(Policy.OPERATOR))
        with panel.content:
            other = Side.QUEUE if self._side is Side.DEAD else Side.DEAD
            with HtmlElement("p", "choices"):
                link = Text(words.show_dead if other is Side.DEAD else words.show_queue, tag="a")
                link.props["href"] = address(path, {"side": other.value})
            Filters(self._visit, path).fields({"text": words.search}, search=words.search_button)
            self._note = Text(tag="p", role="note")
            texts = table_texts(self._visit, caption=words.messages[self._side], empty=words.nothing)
            self._table = DataTable(message_columns(words), texts, TableEvents())
        return panel

    def _peek(self) -> Peeked:
        return peek_queue(self._deps.queues, self._lane, self._side, text=self._text)

    def _show_messages(self, peeked: Peeked) -> None:
        self._note.set_text(peeked_text(self._words, peeked))
        self._table.set_visibility(peeked.obstacle is None)
        self._table.show([message_row(message, self._words) for message in peeked.messages])

    async def _pause(self, *, paused: bool) -> None:
        await pause(self._visit, self._words, self._deps.scaling, self._lane, paused=paused)
        await self._figures.refresh()

    async def _receive(self) -> None:
        peeked = await receive(self._visit, self._words, self._deps, self._lane, self._side)
        if peeked:
            self._show_messages(peeked)

    def _purging(self, side: Side) -> Clicked:
        async def purging() -> None:
            if await purge(self._visit, self._words, self._deps, self._lane, side):
                await self._figures.refresh()
                await self._messages.refresh()

        return purging

    async def _repair(self) -> None:
        await repair(self._visit, self._words, self._deps)
        await self._figures.refresh()


def lane_facts(visit: Visit, words: QueuesWords, lane: LaneQueues) -> list[Fact]:
    """Return what is known of a lane."""
    texts, figures, why = visit.words, lane.figures or NO_FIGURES, lane.why
    state = None if lane.paused is None else state_cell(words, paused=lane.paused)
    busy = None if figures.utilisation is None else PERCENT * figures.utilisation
    return [
        Fact(words.state, state["text"] if state else None, tone=state["tone"] if state else ""),
        Fact(words.visible, texts.count(lane.depth.visible) if lane.depth else None),
        Fact(words.in_flight, texts.count(lane.depth.in_flight) if lane.depth else None),
        Fact(words.delayed, texts.count(lane.depth.delayed) if lane.depth else None),
        Fact(words.dead, texts.count(lane.dead.total) if lane.dead else None),
        Fact(words.oldest, texts.duration(figures.oldest_seconds)),
        Fact(words.oldest_dead, texts.duration(figures.oldest_dead_seconds)),
        Fact(words.workers, texts.count(figures.alive)),
        Fact(words.utilisation, texts.count(busy)),
        Fact(words.why, why_text(visit, why) if why else words.no_plan),
        Fact(words.decided, why.at if why else None),
    ]


def why_text(visit: Visit, why: WorkersReason) -> str:
    """Return why a lane has so many workers: how many, the rule, and the manager's sentence."""
    return " · ".join(part for part in (str(why.workers), visit.words.rules[why.rule], why.reason) if part)


def peeked_text(words: QueuesWords, peeked: Peeked) -> str:
    """Return how the messages were looked at, and how many there are."""
    if peeked.obstacle:
        return words.obstacles[peeked.obstacle].format(peeked.total)
    text = words.by_receiving if peeked.by_receiving else words.shown
    return text.format(shown=len(peeked.messages), matching=peeked.matching, total=peeked.total)
