"""The page of one error: its cause, where it happened, its original, and what can be done."""

from esteira.core.errors import NotFound
from esteira.failures.failure import Failure
from esteira.failures.settle_failure import SettleDeps, failure_id_of

from console.elements.controls import Button, Field
from console.elements.facts import Fact, Facts
from console.elements.text import HtmlElement, Text
from console.frame.moment import LiveFeed
from console.frame.panel import Panel
from console.frame.visit import Visit
from console.pages.errors.actions import discard_one, needs_operator, retry_one
from console.pages.errors.rows import TONES
from console.pages.errors.words import WORDS, ErrorsWords


async def failure_page(visit: Visit, _: LiveFeed, deps: SettleDeps) -> None:
    """Build it."""
    words = WORDS[visit.preferences.language]

    def question() -> Failure:
        failure = deps.store.find(failure_id_of(visit.path["failure"]))
        if failure is None:
            raise NotFound("(failure)")
        return failure

    panel = Panel(visit, words.failure, question=question, show=lambda failure: _show(failure, facts, original, words))
    with panel.content:
        facts = Facts(visit.words.locale)
        Text(words.original, tag="h3")
        original = Text(tag="pre")
    with panel.tools:
        _tools(visit, words, deps, panel)
    await panel.refresh()


def _show(failure: Failure, facts: Facts, original: Text, words: ErrorsWords) -> None:
    original.set_text(failure.original or words.no_original)
    facts.show(
        Fact(words.cause, failure.cause),
        Fact(words.state, words.states[failure.state], tone=TONES[failure.state]),
        Fact(words.reason, failure.reason),
        Fact(words.kind, words.kinds[failure.kind]),
        Fact(words.component, failure.component),
        Fact(words.place, failure.place),
        Fact(words.lane, failure.lane),
        Fact(words.attempt, failure.attempt),
        Fact(words.tries, failure.tries),
        Fact(words.due, failure.due_at),
        Fact(words.reported, failure.reported_at),
        Fact(words.changed, failure.changed_at),
        Fact(words.changed_by, failure.changed_by),
        Fact(words.note, failure.note),
        Fact(words.same, failure.fingerprint, href=f"/errors?fingerprint={failure.fingerprint}"),
    )


def _tools(visit: Visit, words: ErrorsWords, deps: SettleDeps, panel: Panel[Failure]) -> None:
    refused = needs_operator(visit)

    async def retry() -> None:
        if panel.answer:
            await retry_one(visit, words, deps, panel.answer)
            await panel.refresh()

    Button(words.retry, retry, tone="primary", refused=refused)
    with HtmlElement("div", "inline-form"):
        note = Field(words.note_needed, maxlength="500")

        async def discard() -> None:
            if panel.answer and await discard_one(visit, words, deps, panel.answer, note.value.strip()):
                await panel.refresh()

        Button(words.discard.removesuffix(" …"), discard, refused=refused)
