"""Whether everything is accounted for (product.md, the promise)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from esteira.reconciliation.comparison import Comparison, Finding
from esteira.reconciliation.ledger import Ledger


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What a verification found. Each count is 0 where nothing is wrong; `offenders` names the first of each kind."""

    ledger: Ledger
    checked: Literal["counts", "rows"]
    lost: int
    duplicated: int
    phantom: int
    mismatch: int
    overlapping: int
    compared: int = 0
    offenders: Mapping[str, list[str]] = field(default_factory=dict)
    """By kind, addresses `source:id`."""

    @property
    def ok(self) -> bool:
        """Every row is in exactly one state, as it was in its source, and that is proven.

        Not while rows are on their way: as many messages as rows is no proof that they are the same orders.
        """
        faults = self.lost + self.duplicated + self.phantom + self.mismatch + self.overlapping
        return self.ledger.balanced and faults == 0 and self.on_their_way == 0

    @property
    def on_their_way(self) -> int:
        """Orders that only a message can account for, and a message cannot be looked into."""
        return self.ledger.states.moving


def by_counts(ledger: Ledger, duplicated: Mapping[str, int]) -> Verdict:
    """The verdict of the ledger alone: it tells how many are off, and not which."""
    return Verdict(
        ledger=ledger,
        checked="counts",
        lost=ledger.residual,
        duplicated=sum(duplicated.values()),
        phantom=ledger.phantom,
        mismatch=0,
        overlapping=ledger.overlapping,
    )


def by_rows(ledger: Ledger, found: Mapping[str, Comparison]) -> Verdict:
    """The verdict of a comparison and the ledger after it: what has no home is lost if nothing is left to move."""
    total = {kind: sum(comparison.counts[kind] for comparison in found.values()) for kind in Finding}
    lost_by_name = ledger.at_rest and not ledger.balanced
    named = [kind for kind in Finding if total[kind] and (lost_by_name or kind is not Finding.UNACCOUNTED)]
    return Verdict(
        ledger=ledger,
        checked="rows",
        lost=total[Finding.UNACCOUNTED] if lost_by_name else ledger.residual,
        duplicated=total[Finding.DUPLICATED],
        phantom=total[Finding.PHANTOM],
        mismatch=total[Finding.MISMATCH],
        overlapping=total[Finding.OVERLAPPING],
        compared=sum(comparison.compared for comparison in found.values()),
        offenders={_word(kind): _addresses(found, kind) for kind in named},
    )


def _word(kind: Finding) -> str:
    return "lost" if kind is Finding.UNACCOUNTED else kind.value


def _addresses(found: Mapping[str, Comparison], kind: Finding) -> list[str]:
    return [f"{source}:{row_id}" for source, each in found.items() for row_id in each.first_ids.get(kind, [])]
