"""What the scaler did in the chosen time range, and the decision behind each of it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from esteira.core.errors import EsteiraError
from esteira.scaling.explain_decision import explain_decision
from esteira.scaling.ports import Decision, ScalingEvent

from console.elements.facts import Fact, Facts
from console.elements.text import HtmlElement, Text
from console.frame.dialogs import drawer
from console.frame.panel import Panel
from console.frame.visit import Visit
from console.pages.workers.deps import WorkersPageDeps
from console.pages.workers.timeline import Marker, Timeline, markers
from console.pages.workers.words import WorkersWords

MOST_EVENTS = 200
HOUR = timedelta(hours=1)


class EventsPanel:
    """The panel while the page is open."""

    def __init__(self, visit: Visit, words: WorkersWords, deps: WorkersPageDeps) -> None:
        self._visit, self._words, self._deps = visit, words, deps
        self._shown: tuple[Sequence[Marker], datetime] | None = None
        self.panel: Panel[Sequence[ScalingEvent]] = Panel(
            visit, words.events, question=self._read, show=self._show, role="scaling-events"
        )
        with self.panel.content:
            self._empty = Text(words.no_events, tag="p", role="note")
            self._timeline = Timeline(visit, words, self._open)

    def _read(self) -> Sequence[ScalingEvent]:
        return self._deps.log.events(until=self._visit.clock(), limit=MOST_EVENTS)

    def _show(self, events: Sequence[ScalingEvent]) -> None:
        # Whole minutes: a picture that is drawn anew takes the focus away.
        end = self._visit.clock().replace(second=0, microsecond=0) + timedelta(minutes=1)
        start = timeline_start(events, self._visit.since, end)
        found = markers(events, start, end)
        self._empty.set_visibility(not found)
        self._timeline.set_visibility(bool(found))
        if found and self._shown != (found, end):
            self._timeline.show(found, start, end)
        self._shown = found, end

    async def _open(self, events: Sequence[ScalingEvent]) -> None:
        last = events[-1]
        decision = await self._visit.read(lambda: self._decision(last.at))
        with drawer(self._visit, self._visit.words.lane_names[last.lane]):
            self._event(last)
            Text(self._words.decision, tag="h3")
            if isinstance(decision, Decision):
                self._facts(decision, last)
            else:
                Text(decision, tag="p", role="note")
            if len(events) > 1:
                Text(self._words.before_that, tag="h3")
            for event in reversed(events[:-1]):
                self._event(event)

    def _decision(self, at: datetime) -> Decision | str:
        """Return the decision, or why there is none."""
        try:
            return explain_decision(self._deps.log, at)
        except EsteiraError as error:
            return f"{self._words.no_decision} {self._visit.words.reason(error.public_message)}"

    def _event(self, event: ScalingEvent) -> None:
        with HtmlElement("div", "event"):
            Facts(self._visit.words.locale).show(
                Fact(self._words.at, event.at),
                Fact(self._words.action, self._words.actions[event.action]),
                Fact(self._words.worker, event.worker, code=True),
                Fact(self._words.reason, event.reason),
            )

    def _facts(self, decision: Decision, event: ScalingEvent) -> None:
        plan = decision.plan
        planned, seen = plan.lanes.get(event.lane), plan.observation.lanes.get(event.lane)
        words, texts = self._words, self._visit.words
        facts = [Fact(words.decided_at, plan.at), Fact(words.configuration, words.version.format(plan.version))]
        if planned:
            facts += [
                Fact(words.planned, texts.count(planned.workers)),
                Fact(words.needed, texts.count(planned.needed)),
                Fact(words.rule, texts.rules[planned.rule]),
                Fact(words.why, planned.reason),
            ]
        Facts(texts.locale).show(*facts, Fact(words.backlog, texts.count(seen.backlog) if seen else None))


def timeline_start(events: Sequence[ScalingEvent], since: datetime | None, end: datetime) -> datetime:
    """Return where the line begins: with the first event of the time range, and at least an hour before its end."""
    times = [event.at for event in events if since is None or event.at >= since]
    return min([end - HOUR, *times])
