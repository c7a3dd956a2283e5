"""Show a dead letter beside what is known of its message: its edits, its attempts, its rows in source and target."""

from collections.abc import Sequence
from dataclasses import dataclass

from esteira.core.errors import NotFound, Unprocessable
from esteira.core.names import Lane
from esteira.orders.story import Story
from esteira.orders.tell_story import StoryDeps, tell_story
from esteira.reconciliation.history import History
from esteira.reconciliation.show_history import show_history
from esteira.workbench.contents import fields_of
from esteira.workbench.deps import WorkbenchDeps
from esteira.workbench.letter import Edit, FiledLetter


@dataclass(frozen=True, kw_only=True)
class ShowDeps:
    """The filed letters, and what stories of orders are told from."""

    workbench: WorkbenchDeps
    story: StoryDeps


@dataclass(frozen=True, kw_only=True)
class ShownLetter:
    """A letter with the edits of it that were sent, and those of which nobody knows it.

    `story`: of the order that the letter names, also where its body is no message any more; it has attempts and rows.
    `history`: the attempts of any other message. None: nothing is known.
    """

    letter: FiledLetter
    edits: Sequence[Edit]
    unfinished_edits: Sequence[Edit]
    story: Story | None
    history: History | None


def show_dead_letter(deps: ShowDeps, lane: Lane, sqs_message_id: str) -> ShownLetter:
    """Return a filed letter with what is known of it. Raises `NotFound`, or `TargetUnavailable`.

    What the attempt log and a source hold is left out while they are away; story and history say so.
    """
    letter = deps.workbench.letter(lane, sqs_message_id)
    story = _story(deps.story, letter)
    store = deps.workbench.store
    return ShownLetter(
        letter=letter,
        edits=store.edits(lane, sqs_message_id),
        unfinished_edits=store.unfinished_edits(lane, sqs_message_id),
        story=story,
        history=None if story else _history(deps.story, letter),
    )


def _story(deps: StoryDeps, letter: FiledLetter) -> Story | None:
    reference = _order_of(letter)
    try:
        return tell_story(deps, reference) if reference else None
    except (NotFound, Unprocessable):
        return None


def _order_of(letter: FiledLetter) -> str | None:
    """Return what names the order in a letter of an order, as far as its body still says it."""
    if letter.lane != "orders":
        return None
    fields = fields_of(letter.body)
    source, source_id = fields.get("source"), fields.get("source_id")
    return letter.key or (f"{source}:{source_id}" if source and source_id else None)


def _history(deps: StoryDeps, letter: FiledLetter) -> History | None:
    reference = str(letter.message_id) if letter.message_id else f"sqs:{letter.sqs_message_id}"
    try:
        return show_history(deps.history_deps, reference)
    except (NotFound, Unprocessable):
        return None
