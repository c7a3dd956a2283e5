"""In-memory filed letters, and causes of their deaths."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby

from esteira.core.names import LANES, Lane
from esteira.reconciliation.dead_letters import MessageKey
from esteira.workbench.contents import fields_of, searchable
from esteira.workbench.letter import (
    SPARK_PARTS,
    Cause,
    Edit,
    FiledLetter,
    Filing,
    LetterCount,
    LetterFilter,
    LetterGroup,
    Place,
)


@dataclass(kw_only=True)
class MemoryCauses:
    """The port `Causes`."""

    known: dict[MessageKey, Cause] = field(default_factory=dict)

    def of(self, keys: Sequence[MessageKey]) -> Mapping[MessageKey, Cause]:
        """See `Causes.of`."""
        return {key: self.known[key] for key in keys if key in self.known}


@dataclass(kw_only=True)
class MemoryLetterStore:
    """The port `LetterStore`."""

    letters: dict[tuple[Lane, str], FiledLetter] = field(default_factory=dict)
    begun: list[Edit] = field(default_factory=list)
    sent: list[Edit] = field(default_factory=list)
    last_filings: dict[Lane, Filing] = field(default_factory=dict)
    claims: dict[Lane, datetime] = field(default_factory=dict)

    def filings(self) -> Mapping[Lane, Filing]:
        """See `LetterStore.filings`."""
        return dict(self.last_filings)

    def claim_filing(self, lane: Lane, now: datetime, until: datetime) -> bool:
        """See `LetterStore.claim_filing`."""
        if lane in self.claims and self.claims[lane] > now:
            return False
        self.claims[lane] = until
        return True

    def keep_filing(self, filing: Filing) -> None:
        """See `LetterStore.keep_filing`."""
        self.last_filings[filing.lane] = filing
        self.claims.pop(filing.lane, None)

    def keep(self, letters: Sequence[FiledLetter]) -> None:
        """See `LetterStore.keep`."""
        self.letters |= {(letter.lane, letter.sqs_message_id): letter for letter in letters}

    def forget_unseen(self, lane: Lane, before: datetime) -> int:
        """See `LetterStore.forget_unseen`."""
        unseen = [key for key, letter in self.letters.items() if letter.lane == lane and letter.filed_at < before]
        for key in unseen:
            del self.letters[key]
        return len(unseen)

    def find(self, lane: Lane, sqs_message_id: str) -> FiledLetter | None:
        """See `LetterStore.find`."""
        return self.letters.get((lane, sqs_message_id))

    def copies(self, lane: Lane, keys: Sequence[str], bodies: Sequence[str]) -> Sequence[FiledLetter]:
        """See `LetterStore.copies`."""
        of_lane = [letter for letter in self.letters.values() if letter.lane == lane]
        return [each for each in of_lane if each.key in keys or (each.key is None and each.body in bodies)]

    def page(self, question: LetterFilter, *, after: Place | None, limit: int) -> Sequence[FiledLetter]:
        """See `LetterStore.page`."""
        ordered = sorted(self._matching(question), key=lambda letter: letter.place, reverse=True)
        return [letter for letter in ordered if after is None or letter.place < after][:limit]

    def counts(self, question: LetterFilter) -> Sequence[LetterCount]:
        """See `LetterStore.counts`."""
        unfinished = {(edit.lane, edit.sqs_message_id) for edit in self.begun}
        matching = [(letter.lane, letter.sqs_message_id) for letter in self._matching(question)]
        of_lanes = {lane: [key for key in matching if key[0] == lane] for lane in LANES}
        return [
            LetterCount(lane=lane, letters=len(keys), unfinished=len(unfinished.intersection(keys)))
            for lane, keys in of_lanes.items()
            if keys
        ]

    def groups(self, question: LetterFilter, *, limit: int) -> Sequence[LetterGroup]:
        """See `LetterStore.groups`."""
        ordered = sorted(self._matching(question), key=_group_key)
        times = [letter.died_at for letter in ordered]
        groups = [_group(list(letters), min(times), max(times)) for _, letters in groupby(ordered, key=_group_key)]
        return sorted(groups, key=lambda group: (-group.count, group.lane, group.fingerprint))[:limit]

    def begin_edit(self, edit: Edit) -> None:
        """See `LetterStore.begin_edit`."""
        self.begun.append(edit)

    def cancel_edit(self, edit: Edit) -> None:
        """See `LetterStore.cancel_edit`."""
        self.begun.remove(edit)

    def finish_edit(self, edit: Edit, sent_at: datetime) -> None:  # noqa: ARG002 - the port has it
        """See `LetterStore.finish_edit`."""
        self.sent.append(edit)
        self.begun = [each for each in self.begun if each != edit]
        self.letters.pop((edit.lane, edit.sqs_message_id), None)

    def edits(self, lane: Lane, sqs_message_id: str) -> Sequence[Edit]:
        """See `LetterStore.edits`."""
        return _of_letter(self.sent, lane, sqs_message_id)

    def unfinished_edits(self, lane: Lane, sqs_message_id: str) -> Sequence[Edit]:
        """See `LetterStore.unfinished_edits`."""
        return _of_letter(self.begun, lane, sqs_message_id)

    def all_unfinished_edits(self, limit: int) -> Sequence[Edit]:
        """See `LetterStore.all_unfinished_edits`."""
        last = {(edit.lane, edit.sqs_message_id): edit for edit in self.begun}
        return [edit for key, edit in last.items() if key in self.letters][:limit]

    def _matching(self, question: LetterFilter) -> list[FiledLetter]:
        return [letter for letter in self.letters.values() if _matches(question, letter)]


def _of_letter(edits: Sequence[Edit], lane: Lane, sqs_message_id: str) -> list[Edit]:
    return [edit for edit in edits if (edit.lane, edit.sqs_message_id) == (lane, sqs_message_id)][::-1]


def _matches(question: LetterFilter, letter: FiledLetter) -> bool:
    same = all(
        getattr(question, name) in (None, getattr(letter, name))
        for name in ("lane", "source", "fingerprint", "attempt")
    )
    timely = not (
        (question.since and letter.died_at < question.since) or (question.until and letter.died_at >= question.until)
    )
    has_text = question.text is None or question.text.lower() in searchable(letter.body).lower()
    has_value = question.path is None or fields_of(letter.body).get(question.path) == question.value
    return same and timely and has_text and has_value


def _group_key(letter: FiledLetter) -> tuple[Lane, str]:
    return letter.lane, letter.fingerprint


def _group(letters: Sequence[FiledLetter], first: datetime, last: datetime) -> LetterGroup:
    times = [letter.died_at for letter in letters]
    seconds = max((last - first).total_seconds(), 1)
    parts = [min(int((at - first).total_seconds() * SPARK_PARTS / seconds), SPARK_PARTS - 1) for at in times]
    return LetterGroup(
        lane=letters[0].lane,
        fingerprint=letters[0].fingerprint,
        error=min(letter.error for letter in letters),
        count=len(letters),
        first_at=min(times),
        last_at=max(times),
        spark=tuple(parts.count(part) for part in range(SPARK_PARTS)),
    )
