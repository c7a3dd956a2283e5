"""What is dead on a lane, and why: to look at before anything is sent back."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import UTC, datetime

from esteira.core.orders import OrderKey
from esteira.reconciliation.dead_letters import DeadGroup, DeadLetter, Selection
from esteira.reconciliation.read_dead_letters import all_dead_letters
from esteira.reconciliation.redrive_dead_letters import RedriveDeps

UNPARSEABLE_SHOWN = 20
LATER = datetime(9000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Survey:
    """The letters of a lane and its dead orders."""

    dead_letters: int
    """Letters in the dead-letter queue."""
    selected: int
    """Those of them that the selection takes."""
    without_letter: int
    """Dead orders that the selection takes and no letter belongs to."""
    unparseable: int
    """Letters that are no messages of this lane."""
    unparseable_letters: Sequence[DeadLetter]
    """The first of them."""
    groups: Sequence[DeadGroup]
    """All dead orders by cause."""


def survey_dead_letters(redrive_deps: RedriveDeps, selection: Selection) -> Survey:
    """Looks at every letter once and gives each back; changes nothing."""
    seen = _Counts()
    for dead_letters in all_dead_letters(redrive_deps.lane, redrive_deps.dead_letters):
        seen.note(dead_letters, selection)
    return Survey(
        dead_letters=seen.dead_letters,
        selected=seen.selected,
        without_letter=_count_without(redrive_deps, selection, seen.keys),
        unparseable=seen.unparseable,
        unparseable_letters=seen.unparseable_letters,
        groups=redrive_deps.dead_orders.groups() if redrive_deps.lane == "orders" else (),
    )


@dataclass(kw_only=True)
class _Counts:
    """What the letters amount to so far; of most of them only the key is kept."""

    dead_letters: int = 0
    selected: int = 0
    unparseable: int = 0
    unparseable_letters: list[DeadLetter] = field(default_factory=list)
    keys: set[OrderKey] = field(default_factory=set)

    def note(self, dead_letters: Sequence[DeadLetter], selection: Selection) -> None:
        unparseable = [dead_letter for dead_letter in dead_letters if dead_letter.message is None]
        self.dead_letters += len(dead_letters)
        self.selected += sum(selection.takes(dead_letter.names) for dead_letter in dead_letters)
        self.unparseable += len(unparseable)
        self.unparseable_letters.extend(unparseable[: UNPARSEABLE_SHOWN - len(self.unparseable_letters)])
        self.keys.update(dead_letter.key for dead_letter in dead_letters if dead_letter.key)


def _count_without(redrive_deps: RedriveDeps, selection: Selection, with_letter: AbstractSet[OrderKey]) -> int:
    if redrive_deps.lane != "orders":
        return 0
    dead = (order for portion in redrive_deps.dead_orders.died_before(LATER) for order in portion)
    return sum(order.key not in with_letter and selection.takes(order.names) for order in dead)
