"""The verdict of a verification: whether every order is accounted for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from esteira.reconciliation.comparison import Comparison, Finding
from esteira.reconciliation.ledger import Ledger


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """The result of a verification. All counts are 0 if nothing is wrong; `offenders` lists the first of each kind."""

    ledger: Ledger
    checked: Literal["counts", "rows"]
    lost: int
    duplicated: int
    phantom: int
    mismatch: int
    overlapping: int
    conflict: int = 0
    unattempted: int = 0
    compared: int = 0
    edited: int = 0
    """Orders that differ from their source rows as an operator wanted. They are listed, and are no fault."""
    offenders: Mapping[str, list[str]] = field(default_factory=dict)
    """Orders as `source:id`, by the JSON key of their count."""
    restarts: Mapping[str, str] = field(default_factory=dict)
    """Why, by source, for each source that began anew and whose orders are neither proven to be equal nor accepted."""
    unread: Mapping[str, str] = field(default_factory=dict)
    """Why, by source, for each source that could not be read. Nothing is proven of it."""

    @property
    def ok(self) -> bool:
        """Whether every row is proven to be in exactly one state that explains it, with the fields of its source.

        A dead order with a recorded attempt is explained; one that nobody tried, and a conflict, are not. False while
        rows are in motion: an equal number of messages does not prove that they carry these orders.
        """
        return self.ok_where_read and not self.unread

    @property
    def ok_where_read(self) -> bool:
        """The same, for the sources that could be read."""
        faults = self.lost + self.duplicated + self.phantom + self.mismatch + self.overlapping
        unexplained = self.conflict + self.unattempted
        proven = self.ledger.settled and self.ledger.exact and self.in_motion == 0
        return proven and faults == unexplained == 0 and not self.restarts

    @property
    def in_motion(self) -> int:
        """Orders that only a message can account for. The contents of a queue cannot be read."""
        return self.ledger.states.moving


Offenders = Mapping[str, list[str]]


def by_counts(
    ledger: Ledger,
    duplicated: Mapping[str, int],
    unexplained: Offenders,
    comparisons: Mapping[str, Comparison] | None = None,
) -> Verdict:
    """Return the verdict of the counts. `comparisons`: of sources that began anew, the only ones that are compared.

    Its `offenders` are the `unexplained` ones, and those that differ in a comparison.
    """
    comparisons = comparisons or {}
    differing = [kind for kind in (Finding.MISMATCH, Finding.EDITED) if _total(comparisons, kind)]
    return Verdict(
        ledger=ledger,
        checked="counts",
        lost=ledger.residual,
        duplicated=sum(duplicated.values()),
        phantom=ledger.phantom,
        mismatch=_total(comparisons, Finding.MISMATCH),
        overlapping=ledger.overlapping,
        conflict=ledger.states.conflict,
        unattempted=ledger.unattempted,
        compared=sum(comparison.compared for comparison in comparisons.values()),
        edited=_total(comparisons, Finding.EDITED),
        offenders={**{_json_key(kind): _order_keys(comparisons, kind) for kind in differing}, **unexplained},
    )


def by_rows(ledger: Ledger, comparisons: Mapping[str, Comparison], unexplained: Offenders) -> Verdict:
    """Return the verdict of a comparison and the ledger after it. At rest, unaccounted orders are lost."""
    total = {kind: _total(comparisons, kind) for kind in Finding}
    unaccounted_is_lost = ledger.at_rest and not ledger.balanced
    listed = [kind for kind in Finding if total[kind] and (unaccounted_is_lost or kind is not Finding.UNACCOUNTED)]
    return Verdict(
        ledger=ledger,
        checked="rows",
        lost=total[Finding.UNACCOUNTED] if unaccounted_is_lost else ledger.residual,
        duplicated=total[Finding.DUPLICATED],
        phantom=total[Finding.PHANTOM],
        mismatch=total[Finding.MISMATCH],
        overlapping=total[Finding.OVERLAPPING],
        conflict=ledger.states.conflict,
        unattempted=ledger.unattempted,
        compared=sum(comparison.compared for comparison in comparisons.values()),
        edited=total[Finding.EDITED],
        offenders={**{_json_key(kind): _order_keys(comparisons, kind) for kind in listed}, **unexplained},
    )


def _total(comparisons: Mapping[str, Comparison], kind: Finding) -> int:
    return sum(comparison.counts[kind] for comparison in comparisons.values())


def _json_key(kind: Finding) -> str:
    return "lost" if kind is Finding.UNACCOUNTED else kind.value


def _order_keys(comparisons: Mapping[str, Comparison], kind: Finding) -> list[str]:
    return [f"{source}:{row_id}" for source, each in comparisons.items() for row_id in each.first_ids.get(kind, [])]
