"""The ports of the workbench."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from esteira.core.names import Lane
from esteira.reconciliation.dead_letters import MessageKey
from esteira.workbench.letter import Cause, Edit, FiledLetter, Filing, LetterCount, LetterFilter, LetterGroup, Place


class Causes(Protocol):
    """What the targets know of messages that died."""

    def of(self, keys: Sequence[MessageKey]) -> Mapping[MessageKey, Cause]:
        """Return why these died, as far as it is known. Raises `TargetUnavailable`."""
        ...


class LetterStore(Protocol):
    """The filed dead letters and their edits. Every method raises `TargetUnavailable`."""

    def keep(self, letters: Sequence[FiledLetter]) -> None:
        """File letters. One that is filed already is replaced."""
        ...

    def forget_unseen(self, lane: Lane, before: datetime) -> int:
        """Forget the letters of a lane that were last filed before this time. Returns how many."""
        ...

    def filings(self) -> Mapping[Lane, Filing]:
        """Return the last filing of each lane that has one."""
        ...

    def claim_filing(self, lane: Lane, now: datetime, until: datetime) -> bool:
        """Return whether the lane is this caller's to file: nobody else's until then, or until the filing is kept."""
        ...

    def keep_filing(self, filing: Filing) -> None:
        """Keep the last filing of a lane, and end its claim."""
        ...

    def find(self, lane: Lane, sqs_message_id: str) -> FiledLetter | None:
        """Return a letter."""
        ...

    def copies(self, lane: Lane, keys: Sequence[str], bodies: Sequence[str]) -> Sequence[FiledLetter]:
        """Return the letters of a lane with one of these keys, and those without key that have one of these bodies."""
        ...

    def page(self, question: LetterFilter, *, after: Place | None, limit: int) -> Sequence[FiledLetter]:
        """Return letters, the last that died first, from behind a place."""
        ...

    def counts(self, question: LetterFilter) -> Sequence[LetterCount]:
        """Return the number of these letters by lane; lanes without one are left out."""
        ...

    def groups(self, question: LetterFilter, *, limit: int) -> Sequence[LetterGroup]:
        """Return the groups of these letters, the largest first."""
        ...

    def begin_edit(self, edit: Edit) -> None:
        """Keep an edit before its message is sent."""
        ...

    def cancel_edit(self, edit: Edit) -> None:
        """Forget an edit whose message was not sent."""
        ...

    def finish_edit(self, edit: Edit, sent_at: datetime) -> None:
        """Keep that the message was sent, and forget its letter, together."""
        ...

    def edits(self, lane: Lane, sqs_message_id: str) -> Sequence[Edit]:
        """Return the edits of a letter that were sent, the last first."""
        ...

    def unfinished_edits(self, lane: Lane, sqs_message_id: str) -> Sequence[Edit]:
        """Return the edits of a letter of which nobody knows whether their message was sent, the last first.

        Their process ended between keeping the edit and deleting the letter.
        """
        ...

    def all_unfinished_edits(self, limit: int) -> Sequence[Edit]:
        """Return the last unfinished edit of each filed letter that has one, the oldest first."""
        ...
