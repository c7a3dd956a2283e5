"""What is dead on a lane, and why: to look at before anything is sent back."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import UTC, datetime

from esteira.core.orders import OrderKey
from esteira.reconciliation.dead_letters import DeadGroup, Letter, Selection
from esteira.reconciliation.read_dead_letters import all_letters
from esteira.reconciliation.redrive_dead_letters import Office

FOREIGN_SHOWN = 20
LATER = datetime(9000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Survey:
    """The letters of a lane and its dead orders."""

    letters: int
    """Letters in the dead-letter queue."""
    selected: int
    """Those of them that the selection takes."""
    without_letter: int
    """Dead orders that the selection takes and no letter belongs to."""
    foreign: int
    """Letters that are no messages of this lane."""
    foreign_letters: Sequence[Letter]
    """The first of them."""
    groups: Sequence[DeadGroup]
    """All dead orders by cause."""


def survey_dead_letters(office: Office, selection: Selection) -> Survey:
    """Looks at every letter once and gives each back; changes nothing."""
    seen = _Seen()
    for letters in all_letters(office.lane, office.letters):
        seen.note(letters, selection)
    return Survey(
        letters=seen.letters,
        selected=seen.selected,
        without_letter=_count_without(office, selection, seen.keys),
        foreign=seen.foreign,
        foreign_letters=seen.foreign_letters,
        groups=office.dead_orders.groups() if office.lane == "orders" else (),
    )


@dataclass(kw_only=True)
class _Seen:
    """What the letters amount to so far; of most of them only the key is kept."""

    letters: int = 0
    selected: int = 0
    foreign: int = 0
    foreign_letters: list[Letter] = field(default_factory=list)
    keys: set[OrderKey] = field(default_factory=set)

    def note(self, letters: Sequence[Letter], selection: Selection) -> None:
        foreign = [letter for letter in letters if letter.message is None]
        self.letters += len(letters)
        self.selected += sum(selection.takes(letter.names) for letter in letters)
        self.foreign += len(foreign)
        self.foreign_letters.extend(foreign[: FOREIGN_SHOWN - len(self.foreign_letters)])
        self.keys.update(letter.key for letter in letters if letter.key)


def _count_without(office: Office, selection: Selection, with_letter: AbstractSet[OrderKey]) -> int:
    if office.lane != "orders":
        return 0
    dead = (order for portion in office.dead_orders.died_before(LATER) for order in portion)
    return sum(order.key not in with_letter and selection.takes(order.names) for order in dead)
