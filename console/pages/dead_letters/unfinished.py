"""Edits of which nobody knows whether their message was sent: where they are, and what to do."""

from collections.abc import Sequence

from esteira.workbench.letter import Edit

from console.elements.facts import Fact, Facts
from console.elements.text import HtmlElement, Text
from console.frame.panel import Panel
from console.frame.visit import Visit
from console.pages.dead_letters.deps import DeadLettersDeps
from console.pages.dead_letters.rows import path_of
from console.pages.dead_letters.words import DeadLettersWords

MOST_LISTED = 20


def unfinished_panel(visit: Visit, words: DeadLettersWords, deps: DeadLettersDeps) -> Panel[Sequence[Edit]]:
    """Return a panel with the letters that have such an edit. It is there only while one has."""

    def show(edits: Sequence[Edit]) -> None:
        listed.clear()
        with listed:
            for edit in edits:
                with HtmlElement("li"):
                    Text(edit.key, tag="a").props["href"] = path_of(edit.lane, edit.sqs_message_id)
                    Text(words.edited_by.format(edit.by, f"{edit.at:%Y-%m-%d %H:%M:%S} UTC"))
        panel.set_visibility(bool(edits))

    panel = Panel(
        visit,
        words.unfinished,
        question=lambda: deps.workbench.store.all_unfinished_edits(MOST_LISTED),
        show=show,
        role="unfinished",
    )
    panel.set_visibility(False)
    with panel.content:
        Text(words.unfinished_hint, tag="p", role="note")
        listed = HtmlElement("ul")
    return panel


def show_unfinished(visit: Visit, words: DeadLettersWords, edit: Edit) -> None:
    """Show the edit of one letter, and what to do."""
    with HtmlElement("div", "unfinished").with_attributes(role="note"):
        Text(words.unfinished_here, tag="p", role="warning")
        facts = Facts(visit.words.locale)
        facts.show(Fact(words.by, edit.by), Fact(words.edited_at, edit.at))
