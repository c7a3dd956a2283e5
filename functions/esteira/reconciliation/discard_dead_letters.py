"""Discard dead letters that can never be applied: conflicts, and bodies that are no message."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from esteira.reconciliation.dead_letters import DEAD_LETTERS_AT_ONCE, DeadLetter, Selection
from esteira.reconciliation.read_dead_letters import reading_dead_letters
from esteira.reconciliation.redrive_dead_letters import Redrive, RedriveDeps, recorded


@dataclass(frozen=True, kw_only=True)
class Discarded:
    """The counts of a discard."""

    letters: int = 0
    """Dead letters that were deleted."""
    kept: int = 0
    """Conflicts and foreign bodies that the target had kept, and forgot."""
    refused: int = 0
    """Selected letters that were not deleted: their orders or callbacks would stay dead. Redrive them instead."""


def discard_dead_letters(redrive_deps: RedriveDeps, request: Redrive) -> Discarded:
    """Delete the selected conflicts and foreign bodies, from the queue and from where they are kept.

    The target's rows do not change: discarding a conflict accepts them. Recorded in `redrives`. Raises `Unavailable`,
    which names the store.
    """
    with recorded(redrive_deps, request) as record:
        done = _discard(redrive_deps, request.selection)
        redrive_deps.log.count_discarded(record, max(done.letters, done.kept))
    return done


def _discard(redrive_deps: RedriveDeps, selection: Selection) -> Discarded:
    everything = (letter for portion in redrive_deps.kept_messages.all() for letter in portion)
    kept = [letter for letter in everything if selection.matches(letter.identifiers)]
    done = _discard_letters(redrive_deps, selection, {letter.identity for letter in kept})
    # Last: a letter that is left after a kill is still known as a conflict.
    redrive_deps.kept_messages.forget_conflicts(kept)
    redrive_deps.kept_messages.forget_foreign(kept)
    return replace(done, kept=len(kept))


def _discard_letters(redrive_deps: RedriveDeps, selection: Selection, kept: set[str]) -> Discarded:
    done = Discarded()
    with reading_dead_letters(redrive_deps.lane, redrive_deps.dead_letters) as reader:
        for letters in reader.portions(DEAD_LETTERS_AT_ONCE):
            selected = [letter for letter in letters if selection.matches(letter.identifiers)]
            discarded = [letter for letter in selected if _is_discardable(letter, kept)]
            reader.hide(_without(letters, discarded))
            redrive_deps.dead_letters.acknowledge([letter.received_message for letter in discarded])
            done = Discarded(
                letters=done.letters + len(discarded), refused=done.refused + len(selected) - len(discarded)
            )
    return done


def _is_discardable(letter: DeadLetter, kept: set[str]) -> bool:
    return letter.message is None or letter.identity in kept


def _without(letters: Sequence[DeadLetter], discarded: Sequence[DeadLetter]) -> list[DeadLetter]:
    return [letter for letter in letters if letter not in discarded]
