"""Send a dead letter back to its lane with another body.

The order of effects is that of a redrive: keep the edit, mark as retrying, send, delete the letter. If the process dies
after the sending, the letter is left. Its edit is then *unfinished*: it is shown beside the letter, and no bulk redrive
of many takes the letter. If it is sent back by itself, the target keeps what arrived first and calls the other a
conflict.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated

from pydantic import BaseModel, Field

from esteira.core.errors import NotFound, QueueUnavailable
from esteira.core.failpoints import passing
from esteira.core.messages import AnyMessage, encode
from esteira.core.queue.batching import SendStatus
from esteira.reconciliation.dead_letters import DEAD_LETTERS_AT_ONCE, DeadLetter, Selection
from esteira.reconciliation.read_dead_letters import DeadLetterReader, reading_dead_letters
from esteira.reconciliation.redrive.request import Redrive, RedriveDeps, await_visible, recorded
from esteira.workbench.check_edit import MOST_BODY, Change, check_edit
from esteira.workbench.deps import WorkbenchDeps
from esteira.workbench.letter import Edit, FiledLetter


class EditLetter(BaseModel, frozen=True, extra="forbid"):
    """Body of `PUT /dead-letters/{lane}/{letter}`: the new body of the letter."""

    body: Annotated[str, Field(min_length=1, max_length=MOST_BODY)]


@dataclass(frozen=True, kw_only=True)
class Edited:
    """A letter that was sent back with another body."""

    edit: Edit
    changes: Sequence[Change]


def redrive_edited(deps: WorkbenchDeps, letter: FiledLetter, body: str, by: str) -> Edited:
    """Send a letter back with another body, delete it, and keep who did it, and both bodies.

    Raises `Unprocessable` and `Conflict` as `check_edit`, `NotFound` if the queue does not show the letter (any more),
    or `Unavailable`; then the letter stays.
    """
    checked = check_edit(letter, body)
    edit = _edit(letter, checked.message, by, deps)
    redrive_deps = deps.redrive_deps(letter.lane)
    selection = Selection(identifiers=frozenset({f"sqs:{letter.sqs_message_id}"}))
    await_visible(redrive_deps)
    with (
        recorded(redrive_deps, Redrive(selection=selection, requested_by=by)) as record,
        reading_dead_letters(letter.lane, redrive_deps.dead_letters) as reader,
    ):
        received = _received(reader, letter)
        deps.store.begin_edit(edit)
        if not _sent(redrive_deps, reader, replace(received, message=checked.message), edit):
            deps.store.cancel_edit(edit)
            raise QueueUnavailable("(the edited letter was not sent; it is still dead)")
        redrive_deps.dead_letters.acknowledge([received.received_message])
        redrive_deps.kept_messages.forget_foreign([received])
        redrive_deps.log.count(record, 1)
        deps.store.finish_edit(edit, deps.clock())
    return Edited(edit=edit, changes=checked.changes)


def _edit(letter: FiledLetter, message: AnyMessage, by: str, deps: WorkbenchDeps) -> Edit:
    return Edit(
        lane=letter.lane,
        sqs_message_id=letter.sqs_message_id,
        message_id=message.message_id,
        key=letter.key or str(message.message_id),
        before=letter.body,
        after=encode(message),
        by=by,
        at=deps.clock(),
    )


def _received(reader: DeadLetterReader, letter: FiledLetter) -> DeadLetter:
    """Receive this letter, which is then neither hidden nor acknowledged; hide the others."""
    for portion in reader.portions(DEAD_LETTERS_AT_ONCE):
        wanted = [each for each in portion if each.received_message.sqs_message_id == letter.sqs_message_id]
        reader.hide([each for each in portion if each not in wanted])
        if wanted:
            return wanted[0]
    raise NotFound("(the dead letter is not visible in its queue: it was sent back, or somebody is reading it)")


def _sent(redrive_deps: RedriveDeps, reader: DeadLetterReader, edited: DeadLetter, edit: Edit) -> bool:
    """Send the edited message, and return whether the lane has it. If not, it is as dead as before."""
    redrive_deps.dead_resender.mark_retrying([edited])
    passing("redrive.after_mark")
    (outcome,) = redrive_deps.batch_sender.send([edit.after], should_continue=lambda: True)
    passing("redrive.after_send")
    sent = outcome.status is SendStatus.SENT
    if not sent:
        reader.hide([edited])
        redrive_deps.dead_orders.mark_dead([edited.order_key] if edited.order_key else [])
    return sent
