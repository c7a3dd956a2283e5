"""Handing a range over again: the range, a preview of what would be sent, and the button that sends it."""

from dataclasses import asdict

from esteira.core.announcing.wiring import announce
from esteira.core.decoding import query_from
from esteira.core.errors import EsteiraError, Unprocessable
from esteira.core.http.policies import Policy
from esteira.orders.hand_over_again import HandOver, HandoverDeps, hand_over_again
from esteira.orders.handover import HandedOver, HandoverPreview, RowKind, Which
from esteira.orders.preview_handover import HandoverRange, preview_handover

from console.elements.controls import Button, Choice, Field
from console.elements.facts import Fact, Facts
from console.elements.text import HtmlElement, Text
from console.frame.actions import Action, Done
from console.frame.dialogs import confirmed
from console.frame.visit import Visit
from console.pages.sources.time_limit import seconds_from_now
from console.pages.sources.words import SourcesWords

SEND_SECONDS = 25.0


class HandoverForm(HtmlElement):
    """The form. What is sent is what was previewed: a range that has changed since is refused by the use case."""

    def __init__(self, visit: Visit, words: SourcesWords, deps: HandoverDeps, source: str) -> None:
        super().__init__("section", "card handover")
        self._visit, self._words, self._deps, self._source = visit, words, deps, source
        self.with_attributes(aria_label=words.handover)
        with self:
            Text(words.handover, tag="h2")
            Text(words.handover_hint, tag="p")
            with HtmlElement("div", "form"):
                self._first = Field(words.first_id, inputmode="numeric")
                self._last = Field(words.last_id, inputmode="numeric")
                options = [("new", words.only_new), ("all", words.all_rows)]
                self._which = Choice(words.which, options, on_change=lambda _: self._previewed.clear())
            with HtmlElement("div", "buttons"):
                Button(words.preview, self.preview)
            self._previewed = HtmlElement("div", "previewed").with_attributes(role="status")

    async def preview(self) -> None:
        """Count what would be sent, and offer to send it."""
        words = self._words
        self._previewed.clear()
        self._last.refuse("")
        try:
            wanted = query_from(
                {"first_id": self._first.value.strip(), "last_id": self._last.value.strip()}, HandoverRange
            )
            shown = await self._visit.read(lambda: preview_handover(self._deps.survey, self._source, wanted))
        except Unprocessable as error:
            self._last.refuse(words.refused.format(error.detail.strip("()")))
        except EsteiraError as error:
            self._last.refuse(words.refused.format(self._visit.words.reason(error.public_message)))
        else:
            with self._previewed:
                self._show(shown, self._chosen)

    @property
    def _chosen(self) -> Which:
        return "all" if self._which.value == "all" else "new"

    def _show(self, shown: HandoverPreview, which: Which) -> None:
        words, sent = self._words, shown.counts.to_send(which)
        Text(words.previewed.format(f"{shown.rows:,}", shown.first_id, shown.last_id, f"{sent:,}"), tag="p")
        counts = [(words.kinds[kind], shown.counts.of_kind(kind)) for kind in RowKind]
        Facts(self._visit.words.locale).show(*[Fact(f"{number:,}", text) for text, number in counts if number])
        with HtmlElement("div", "buttons"):
            if sent:
                label = words.hand_over.format(f"{sent:,}")
                refused = self._visit.refusal(Policy.OPERATOR)
                Button(label, lambda: self._send(shown, which), tone="primary", refused=refused)
            else:
                Text(words.nothing_to_send, tag="p")

    async def _send(self, shown: HandoverPreview, which: Which) -> None:
        words, sent = self._words, shown.counts.to_send(which)
        sentences = [words.ask.format(f"{sent:,}", self._source)]
        if which == "all" and shown.counts.different:
            sentences.append(words.ask_different.format(f"{shown.counts.different:,}"))
        if not await confirmed(self._visit, words.ask_title, sentences, action=words.hand_over.format(f"{sent:,}")):
            return
        command = HandOver(first_id=shown.first_id, last_id=shown.last_id, which=which, expected=sent)
        action = Action(name="source.handed_over", subject=f"{self._source}:{shown.first_id}-{shown.last_id}")
        await self._visit.actor.perform(action, lambda by: self._work(command, by), done=self._said)
        self._previewed.clear()

    def _work(self, command: HandOver, by: str) -> Done[HandedOver]:
        done = hand_over_again(
            self._deps, self._source, command, by=by, remaining_seconds=seconds_from_now(SEND_SECONDS)
        )
        announce("orders")
        after = {"sent": done.sent, "rejected": done.rejected, "next_id": done.next_id}
        return Done(value=done, before=asdict(done.before), after=after)

    def _said(self, done: HandedOver) -> str:
        said = self._words.handed_over.format(f"{done.sent:,}", f"{done.rejected:,}")
        return said if done.next_id is None else f"{said} {self._words.go_on.format(done.next_id)}"
