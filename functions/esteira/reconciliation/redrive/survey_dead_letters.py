"""Count the dead letters and dead orders of a lane by cause, and what a redrive would send."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import UTC, datetime

from esteira.reconciliation.dead_letters import DeadGroup, DeadLetter, MessageKey, Selection
from esteira.reconciliation.read_dead_letters import all_dead_letters
from esteira.reconciliation.record_unattempted import record_unattempted
from esteira.reconciliation.redrive.request import RedriveDeps, all_letters_visible

UNPARSEABLE_SHOWN = 20
ANY_TIME = datetime(9000, 1, 1, tzinfo=UTC)
"""Later than every failure."""


@dataclass(frozen=True, kw_only=True)
class Survey:
    """The dead letters and dead orders of a lane."""

    dead_letters: int
    """Letters in the dead-letter queue."""
    selected: int
    """Those of them that the selection matches."""
    copies: int
    """Those of the selected that a redrive keeps, because it sends another letter of the same message."""
    kept: int
    """Conflicts and bodies that are no message that the selection matches and that have no letter, but are kept."""
    all_visible: bool
    """Whether no letter is hidden or on its lane. Otherwise a redrive sends nothing that has no letter."""
    without_letter: int
    """Dead orders or callbacks that the selection matches and that have no letter."""
    unparseable: int
    """Letters that are no valid messages of this lane."""
    unparseable_kept: int
    """Further bodies that are no message, which have no letter and are kept."""
    unparseable_letters: Sequence[DeadLetter]
    """The first `UNPARSEABLE_SHOWN` of both."""
    unattempted: int
    """Letters of which no consumer recorded an attempt."""
    groups: Sequence[DeadGroup]
    """All dead orders and conflicts, or all dead callbacks, by cause."""

    @property
    def would_send(self) -> int:
        """The number of messages that a redrive of this selection would send now."""
        return self.selected - self.copies + (self.without_letter + self.kept if self.all_visible else 0)


def survey_dead_letters(redrive_deps: RedriveDeps, selection: Selection) -> Survey:
    """Read every letter once and make it visible again. Writes only to the attempt log: letters without attempts."""
    all_visible = all_letters_visible(redrive_deps)
    counts = _LetterCounts()
    for dead_letters in all_dead_letters(redrive_deps.lane, redrive_deps.dead_letters):
        counts.add(dead_letters, selection)
        counts.unattempted += _record_unattempted(redrive_deps, dead_letters)
    without_letter = _count_without_letter(redrive_deps, selection, counts.keys)
    kept = _count_kept(redrive_deps, selection, counts)
    return Survey(
        dead_letters=counts.dead_letters,
        selected=counts.selected,
        copies=counts.selected - len(counts.selected_identities),
        kept=kept,
        all_visible=all_visible,
        without_letter=without_letter,
        unparseable=counts.unparseable,
        unparseable_kept=counts.unparseable_kept,
        unparseable_letters=counts.unparseable_letters,
        unattempted=counts.unattempted,
        groups=redrive_deps.dead_resender.groups(),
    )


@dataclass(kw_only=True)
class _LetterCounts:
    """The counts so far. Only the keys are kept of most letters, to save memory."""

    dead_letters: int = 0
    selected: int = 0
    unparseable: int = 0
    unparseable_kept: int = 0
    unattempted: int = 0
    unparseable_letters: list[DeadLetter] = field(default_factory=list)
    keys: set[MessageKey] = field(default_factory=set)
    identities: set[str] = field(default_factory=set)
    selected_identities: set[str] = field(default_factory=set)

    def add(self, dead_letters: Sequence[DeadLetter], selection: Selection) -> None:
        unparseable = [dead_letter for dead_letter in dead_letters if dead_letter.message is None]
        self.dead_letters += len(dead_letters)
        selected = [letter.identity for letter in dead_letters if selection.matches(letter.identifiers)]
        self.selected += len(selected)
        self.selected_identities.update(selected)
        self.identities.update(letter.identity for letter in dead_letters)
        self.unparseable += len(unparseable)
        self.list_unparseable(unparseable)
        self.keys.update(letter.key for letter in dead_letters if letter.key)

    def list_unparseable(self, letters: Sequence[DeadLetter]) -> None:
        """Keep the letters as far as fewer than `UNPARSEABLE_SHOWN` are kept."""
        self.unparseable_letters.extend(letters[: UNPARSEABLE_SHOWN - len(self.unparseable_letters)])


def _record_unattempted(redrive_deps: RedriveDeps, dead_letters: Sequence[DeadLetter]) -> int:
    stores = redrive_deps.attempt_stores
    return record_unattempted(stores, redrive_deps.lane, dead_letters) if stores else 0


def _count_without_letter(redrive_deps: RedriveDeps, selection: Selection, with_letter: AbstractSet[MessageKey]) -> int:
    dead = (each for portion in redrive_deps.dead_resender.dead_before(ANY_TIME) for each in portion)
    return sum(each.key not in with_letter and selection.matches(each.identifiers) for each in dead)


def _count_kept(redrive_deps: RedriveDeps, selection: Selection, counts: _LetterCounts) -> int:
    kept = (letter for portion in redrive_deps.kept_messages.all() for letter in portion)
    without = [letter for letter in kept if letter.identity not in counts.identities]
    foreign = [letter for letter in without if letter.message is None]
    counts.unparseable_kept = len(foreign)
    counts.list_unparseable(foreign)
    return sum(selection.matches(letter.identifiers) for letter in without)
