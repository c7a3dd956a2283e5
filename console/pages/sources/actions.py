"""Filling and publishing a source."""

from collections.abc import Awaitable, Callable
from dataclasses import asdict

from esteira.core.announcing.wiring import announce
from esteira.core.decoding import query_from
from esteira.core.errors import Unprocessable
from esteira.core.http.policies import Policy
from esteira.producer.fill_source import DEFAULT_FALSE_SHARE, FillSource, fill_source
from esteira.producer.ports import Filled
from esteira.producer.publish_source import RESERVE_SECONDS, Published, publish_source

from console.elements.controls import Button, Field
from console.elements.text import HtmlElement, Text
from console.frame.actions import Action, Done
from console.frame.visit import Visit
from console.pages.sources.deps import SourcesDeps
from console.pages.sources.time_limit import seconds_from_now
from console.pages.sources.words import SourcesWords

PUBLISH_SECONDS = 20.0
"""For one press of the button; what is left is published by the schedule."""

Refresh = Callable[[], Awaitable[None]]


def publish_tool(visit: Visit, words: SourcesWords, deps: SourcesDeps, source: str, refresh: Refresh) -> None:
    """The button that publishes the source now."""

    def work(_: str) -> Done[Published]:
        remaining_seconds = seconds_from_now(PUBLISH_SECONDS + RESERVE_SECONDS)
        done = publish_source(deps.publish_deps[deps.known(source)], remaining_seconds=remaining_seconds)
        announce("sources")
        facts = {"published": done.published, "rejected": done.rejected, "ending": done.ending}
        return Done(value=done, after=facts)

    def said(done: Published) -> str:
        ending = words.endings[done.ending.value] if done.ending else ""
        return words.published.format(f"{done.published:,}", f"{done.rejected:,}", ending)

    async def publish() -> None:
        await visit.actor.perform(Action(name="source.published", subject=source), work, done=said)
        await refresh()

    Button(words.publish, publish, tone="primary", refused=visit.refusal(Policy.OPERATOR))


def fill_tools(visit: Visit, words: SourcesWords, deps: SourcesDeps, source: str, refresh: Refresh) -> None:
    """The form that creates orders in the source."""

    def said(filled: Filled) -> str:
        return words.filled.format(f"{filled.count:,}", filled.first_id, filled.last_id)

    async def fill() -> None:
        count.refuse("")
        try:
            command = _command(count.value, share.value)
        except Unprocessable as error:
            count.refuse(error.detail)
            return

        def work(_: str) -> Done[Filled]:
            filled = fill_source(deps.tables[deps.known(source)], command)
            announce("sources")
            return Done(value=filled, after=asdict(filled))

        await visit.actor.perform(Action(name="source.filled", subject=source), work, done=said)
        await refresh()

    with HtmlElement("section", "card").with_attributes(aria_label=words.fill):
        Text(words.fill, tag="h2")
        with HtmlElement("div", "form"):
            count = Field(words.count, value="100", inputmode="numeric")
            share = Field(words.false_share, value=str(DEFAULT_FALSE_SHARE), inputmode="decimal")
        with HtmlElement("div", "buttons"):
            Button(words.fill_action, fill, refused=visit.refusal(Policy.OPERATOR))


def _command(count: str, share: str) -> FillSource:
    return query_from({"count": count.strip(), "false_share": share.strip().replace(",", ".")}, FillSource)
