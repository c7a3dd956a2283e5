"""Send dead letters back to their lane with other bodies.

The order of effects is that of a redrive: keep the edit, mark as retrying, send, delete the letter. If the process dies
after the sending, the letter is left. Its edit is then *unfinished*: it is shown beside the letter, and no bulk redrive
of many takes the letter. If it is sent back by itself, the target keeps what arrived first and calls the other a
conflict.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Annotated

from pydantic import BaseModel, Field

from esteira.core.errors import NotFound, QueueUnavailable
from esteira.core.failpoints import passing
from esteira.core.messages import encode
from esteira.core.names import Lane
from esteira.core.queue.batching import SendStatus
from esteira.reconciliation.dead_letters import DEAD_LETTERS_AT_ONCE, DeadLetter, Selection
from esteira.reconciliation.read_dead_letters import DeadLetterReader, reading_dead_letters
from esteira.reconciliation.redrive.request import Redrive, RedriveDeps, await_visible, recorded
from esteira.workbench.check_edit import MOST_BODY, Change, CheckedEdit, check_edit
from esteira.workbench.deps import WorkbenchDeps
from esteira.workbench.letter import Edit, FiledLetter

SEARCH_SECONDS = 20
"""How long letters are searched for in their queue, since somebody waits for the answer."""
NOT_SENT = "the edited letter was not sent; it is still dead"
NOT_VISIBLE = "the dead letter is not visible in its queue: it was sent back, or somebody is reading it"


class EditLetter(BaseModel, frozen=True, extra="forbid"):
    """Body of `PUT /dead-letters/{lane}/{letter}`: the new body of the letter."""

    body: Annotated[str, Field(min_length=1, max_length=MOST_BODY)]


@dataclass(frozen=True, kw_only=True)
class Edited:
    """A letter that was sent back with another body."""

    edit: Edit
    changes: Sequence[Change]


@dataclass(frozen=True, kw_only=True)
class PlannedEdit:
    """A letter and its new body, which is right."""

    letter: FiledLetter
    checked: CheckedEdit


@dataclass(frozen=True, kw_only=True)
class EditsSent:
    """What became of planned edits. `unsent`: the lane did not take these letters. All others were not found."""

    edited: Sequence[Edited]
    unsent: frozenset[str]


def redrive_edited(deps: WorkbenchDeps, letter: FiledLetter, body: str, by: str) -> Edited:
    """Send a letter back with another body, delete it, and keep who did it, and both bodies.

    Raises `Unprocessable` and `Conflict` as `check_edit`, `NotFound` if the queue does not show the letter (any more),
    or `Unavailable`; then the letter stays.
    """
    sent = redrive_all_edited(deps, letter.lane, [PlannedEdit(letter=letter, checked=check_edit(letter, body))], by)
    if sent.unsent:
        raise QueueUnavailable(f"({NOT_SENT})")
    if not sent.edited:
        raise NotFound(f"({NOT_VISIBLE})")
    return sent.edited[0]


def redrive_all_edited(deps: WorkbenchDeps, lane: Lane, planned: Sequence[PlannedEdit], by: str) -> EditsSent:
    """Send letters of one lane back with other bodies, in one reading of their queue.

    Raises `Unavailable`; then the edits of the letters that were sent are kept.
    """
    redrive_deps = deps.redrive_deps(lane)
    names = frozenset(f"sqs:{plan.letter.sqs_message_id}" for plan in planned)
    await_visible(redrive_deps)
    with (
        recorded(redrive_deps, Redrive(selection=Selection(identifiers=names), requested_by=by)) as record,
        reading_dead_letters(lane, redrive_deps.dead_letters) as reader,
    ):
        left = {plan.letter.sqs_message_id: plan for plan in planned}
        sending = _Sending(deps=deps, redrive_deps=redrive_deps, reader=reader, by=by, left=left)
        for moved in sending.run():
            redrive_deps.log.count(record, moved)
    return EditsSent(edited=sending.edited, unsent=frozenset(sending.unsent))


@dataclass(kw_only=True)
class _Sending:
    """The state of one sending. `left`: the edits whose letters were not found yet, by SQS id."""

    deps: WorkbenchDeps
    redrive_deps: RedriveDeps
    reader: DeadLetterReader
    by: str
    left: dict[str, PlannedEdit]
    edited: list[Edited] = field(default_factory=list)
    unsent: list[str] = field(default_factory=list)

    def run(self) -> Iterator[int]:
        """Read the queue until all letters are found, and yield how many were sent so far."""
        end = self.redrive_deps.seconds() + SEARCH_SECONDS
        portions = self.reader.portions(DEAD_LETTERS_AT_ONCE)
        while self.left and self.redrive_deps.seconds() < end and (portion := next(portions, None)):
            found = [letter for letter in portion if letter.received_message.sqs_message_id in self.left]
            self.reader.hide([letter for letter in portion if letter not in found])
            if found:
                self._send([self._planned(letter) for letter in found])
                yield len(self.edited)

    def _planned(self, letter: DeadLetter) -> "_Found":
        plan = self.left.pop(letter.received_message.sqs_message_id)
        message = plan.checked.message
        edit = Edit(
            lane=plan.letter.lane,
            sqs_message_id=plan.letter.sqs_message_id,
            message_id=message.message_id,
            key=plan.letter.key or str(message.message_id),
            before=plan.letter.body,
            after=encode(message),
            by=self.by,
            at=self.deps.clock(),
        )
        return _Found(letter=replace(letter, message=message), edit=edit, changes=plan.checked.changes)

    def _send(self, found: Sequence["_Found"]) -> None:
        for each in found:
            self.deps.store.begin_edit(each.edit)
        self.redrive_deps.dead_resender.mark_retrying([each.letter for each in found])
        passing("redrive.after_mark")
        outcomes = self.redrive_deps.batch_sender.send(
            [each.edit.after for each in found], should_continue=lambda: True
        )
        passing("redrive.after_send")
        taken = [each for each, outcome in zip(found, outcomes, strict=True) if outcome.status is SendStatus.SENT]
        self._keep_dead([each for each in found if each not in taken])
        self._finish(taken)

    def _keep_dead(self, found: Sequence["_Found"]) -> None:
        """Leave letters, which the lane did not take, as dead as before."""
        if not found:
            return
        self.reader.hide([each.letter for each in found])
        keys = [each.letter.order_key for each in found if each.letter.order_key]
        self.redrive_deps.dead_orders.mark_dead(keys)
        for each in found:
            self.deps.store.cancel_edit(each.edit)
        self.unsent.extend(each.edit.sqs_message_id for each in found)

    def _finish(self, found: Sequence["_Found"]) -> None:
        if not found:
            return
        self.redrive_deps.dead_letters.acknowledge([each.letter.received_message for each in found])
        self.redrive_deps.kept_messages.forget_foreign([each.letter for each in found])
        for each in found:
            self.deps.store.finish_edit(each.edit, self.deps.clock())
        self.edited.extend(Edited(edit=each.edit, changes=each.changes) for each in found)


@dataclass(frozen=True, kw_only=True)
class _Found:
    """A letter that was received, with the message that it shall carry."""

    letter: DeadLetter
    edit: Edit
    changes: Sequence[Change]
