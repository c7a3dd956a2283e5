"""Discard dead letters that can never be applied: conflicts, and bodies that are no message."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from esteira.reconciliation.dead_letters import DEAD_LETTERS_AT_ONCE, DeadLetter, Selection
from esteira.reconciliation.read_dead_letters import all_dead_letters, reading_dead_letters
from esteira.reconciliation.redrive.request import Redrive, RedriveDeps, recorded


@dataclass(frozen=True, kw_only=True)
class Discarded:
    """The counts of a discard."""

    letters: int = 0
    """Dead letters that were deleted."""
    kept: int = 0
    """Conflicts and foreign bodies that the target had kept, and forgot."""
    refused: int = 0
    """Selected letters that were not deleted: their orders or callbacks would stay dead. Redrive them instead."""
    unknown: tuple[str, ...] = ()
    """Identifiers that matched nothing."""


def discard_dead_letters(redrive_deps: RedriveDeps, request: Redrive) -> Discarded:
    """Delete the selected conflicts and foreign bodies, from the queue and from where they are kept.

    The target's rows do not change: discarding a conflict accepts them. Recorded in `redrives`. Raises `Unavailable`,
    which names the store.
    """
    with recorded(redrive_deps, request) as record:
        done = _discard(redrive_deps, request.selection)
        redrive_deps.log.count_discarded(record, max(done.letters, done.kept))
    return done


def preview_discard(redrive_deps: RedriveDeps, selection: Selection) -> Discarded:
    """Return what a discard of this selection would delete. Deletes nothing."""
    preview = _Discard.of(redrive_deps, selection)
    for letters in all_dead_letters(redrive_deps.lane, redrive_deps.dead_letters):
        preview.sort_out(letters)
    return preview.done


def _discard(redrive_deps: RedriveDeps, selection: Selection) -> Discarded:
    discard = _Discard.of(redrive_deps, selection)
    with reading_dead_letters(redrive_deps.lane, redrive_deps.dead_letters) as reader:
        for letters in reader.portions(DEAD_LETTERS_AT_ONCE):
            discarded = discard.sort_out(letters)
            reader.hide(_without(letters, discarded))
            redrive_deps.dead_letters.acknowledge([letter.received_message for letter in discarded])
    # Last: a letter that is left after a kill is still known as a conflict.
    redrive_deps.kept_messages.forget_conflicts(discard.kept)
    redrive_deps.kept_messages.forget_foreign(discard.kept)
    return discard.done


@dataclass(kw_only=True)
class _Discard:
    """The state of one discard. `kept`: what the selection matches of the messages that the target keeps."""

    selection: Selection
    kept: Sequence[DeadLetter]
    letters: int = 0
    refused: int = 0
    identifiers: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, redrive_deps: RedriveDeps, selection: Selection) -> "_Discard":
        everything = (letter for portion in redrive_deps.kept_messages.all() for letter in portion)
        kept = [letter for letter in everything if selection.matches(letter.identifiers)]
        return cls(selection=selection, kept=kept, identifiers={name for letter in kept for name in letter.identifiers})

    def sort_out(self, letters: Sequence[DeadLetter]) -> list[DeadLetter]:
        """Return those of these letters that are to be deleted, and count them."""
        selected = [letter for letter in letters if self.selection.matches(letter.identifiers)]
        kept = {letter.identity for letter in self.kept}
        discarded = [letter for letter in selected if letter.message is None or letter.identity in kept]
        self.letters += len(discarded)
        self.refused += len(selected) - len(discarded)
        self.identifiers.update(name for letter in selected for name in letter.identifiers)
        return discarded

    @property
    def done(self) -> Discarded:
        """The counts so far."""
        unknown = (self.selection.identifiers or frozenset()) - self.identifiers
        return Discarded(
            letters=self.letters, kept=len(self.kept), refused=self.refused, unknown=tuple(sorted(unknown))
        )


def _without(letters: Sequence[DeadLetter], discarded: Sequence[DeadLetter]) -> list[DeadLetter]:
    return [letter for letter in letters if letter not in discarded]
