"""The page of one dead letter: what is filed of it, mending it, and what is known of its message."""

from collections.abc import Sequence

from esteira.core.errors import NotFound
from esteira.core.http.policies import Policy
from esteira.core.names import LANES, Lane
from esteira.orders.story import Story
from esteira.orders.tell_story import tell_story
from esteira.reconciliation.history import History
from esteira.reconciliation.show_history import show_history
from esteira.workbench.contents import fields_of
from esteira.workbench.letter import Edit, FiledLetter

from console.elements.controls import Button
from console.elements.data_table import Column, DataTable, TableEvents
from console.elements.facts import Fact, Facts
from console.elements.text import HtmlElement, Text
from console.frame.filters import address
from console.frame.moment import LiveFeed
from console.frame.paged_table import table_texts
from console.frame.panel import Panel
from console.frame.visit import Visit
from console.pages.dead_letters.deps import DeadLettersDeps
from console.pages.dead_letters.editing import Editing
from console.pages.dead_letters.rows import PATH
from console.pages.dead_letters.sending import Letters, ask_to_send
from console.pages.dead_letters.words import WORDS, DeadLettersWords
from console.pages.orders.story_view import StoryView
from console.pages.orders.words import WORDS as ORDERS_WORDS


async def letter_page(visit: Visit, _: LiveFeed, deps: DeadLettersDeps) -> None:
    """Build it."""
    words = WORDS[visit.preferences.language]

    def read() -> tuple[FiledLetter, Sequence[Edit]]:
        letter = deps.workbench.letter(_lane(visit.path["lane"]), visit.path["letter"])
        return letter, deps.workbench.store.unfinished_edits(letter.lane, letter.sqs_message_id)

    def show(known: tuple[FiledLetter, Sequence[Edit]]) -> None:
        letter, unfinished = known
        facts.show(*_facts(letter, visit, words))
        if not panel.tools.default_slot.children:
            with panel.tools:
                _send_button(visit, words, deps, letter)
            with beside:
                Editing(visit, words, deps, letter, unfinished)
                _known(visit, words, deps, letter)

    panel = Panel(visit, words.letter.format(visit.path["letter"]), question=read, show=show)
    with panel.content:
        facts = Facts(visit.words.locale)
    beside = HtmlElement("div", "columns")
    await panel.refresh()


def _send_button(visit: Visit, words: DeadLettersWords, deps: DeadLettersDeps, letter: FiledLetter) -> None:
    itself = Letters(lane=letter.lane, count=1, ids=(letter.sqs_message_id,))
    refused = visit.refusal(Policy.OPERATOR)
    Button(words.send_one, lambda: ask_to_send(visit, words, deps, itself), refused=refused)


def _lane(name: str) -> Lane:
    lane = next((lane for lane in LANES if lane == name), None)
    if lane is None:
        raise NotFound("(lane)")
    return lane


def _facts(letter: FiledLetter, visit: Visit, words: DeadLettersWords) -> list[Fact]:
    group = address(PATH, {"lane": letter.lane, "fingerprint": letter.fingerprint})
    return [
        Fact(words.error, letter.error),
        Fact(words.message, letter.key),
        Fact(words.message_id, str(letter.message_id) if letter.message_id else words.no_message, code=True),
        Fact(words.lane, visit.words.lane_names[letter.lane], href=f"/queues/{letter.lane}?side=dead"),
        Fact(words.source, letter.source),
        Fact(words.attempt, letter.attempt),
        Fact(words.died, letter.died_at),
        Fact(words.as_of, letter.filed_at),
        Fact(words.group, letter.fingerprint, href=group),
    ]


def _known(visit: Visit, words: DeadLettersWords, deps: DeadLettersDeps, letter: FiledLetter) -> None:
    """Build what is known of its message: the story of its order, or the attempts of a look-up."""
    reference = reference_of(letter)
    if reference is None:
        with HtmlElement("section", "card").with_attributes(aria_label=words.story):
            Text(words.story, tag="h2")
            Text(words.no_story, tag="p", role="note")
    elif letter.lane == "lookups":
        visit.follow(_attempts(visit, words, deps, reference).refresh(), name="attempts")
    else:
        visit.follow(_story(visit, words, deps, reference).refresh(), name="story")


def reference_of(letter: FiledLetter) -> str | None:
    """Return by what the stores know the message of a letter; a body with a broken field may still tell."""
    fields = fields_of(letter.body)
    if letter.lane == "orders" and {"source", "source_id"} <= fields.keys():
        return f"{fields['source']}:{fields['source_id']}"
    return fields.get("message_id")


def _story(visit: Visit, words: DeadLettersWords, deps: DeadLettersDeps, reference: str) -> Panel[Story]:
    def show(story: Story) -> None:
        view.show(story)

    panel = Panel(visit, words.story, question=lambda: tell_story(deps.story, reference), show=show)
    with panel.content:
        view = StoryView(visit, ORDERS_WORDS[visit.preferences.language])
    return panel


def _attempts(visit: Visit, words: DeadLettersWords, deps: DeadLettersDeps, reference: str) -> Panel[History]:
    def show(history: History) -> None:
        documents = [attempt.document for attempt in history.attempts]
        table.show(
            [
                {
                    "key": str(number),
                    "attempt": document["attempt"],
                    "ended": document["processed_at"],
                    "error": document["error"]["sentence"] if document["error"] else None,
                }
                for number, document in enumerate(documents)
            ]
        )

    panel = Panel(visit, words.attempts, question=lambda: show_history(deps.story.history_deps, reference), show=show)
    columns = [
        Column(key="attempt", label=words.attempt, kind="number"),
        Column(key="ended", label=words.ended, kind="time"),
        Column(key="error", label=words.error, wide=True),
    ]
    with panel.content:
        texts = table_texts(visit, caption=words.attempts, empty=words.no_attempts)
        table = DataTable(columns, texts, TableEvents())
    return panel
