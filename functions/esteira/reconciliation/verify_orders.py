"""Verify that every order of every source is accounted for, by counts or row by row."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from esteira.core.errors import SOURCE_FAULTS
from esteira.reconciliation.comparison import SHOWN, Comparison, Finding, compare
from esteira.reconciliation.ledger import Ledger
from esteira.reconciliation.mark_unrecorded_dead import mark_unrecorded_dead
from esteira.reconciliation.read_ledger import LedgerDeps, read_ledger
from esteira.reconciliation.verdict import Offenders, Verdict, by_counts, by_rows

SETTLED_BY = "esteira verify"


def verify_orders(ledger_deps: LedgerDeps, *, rows: bool = False) -> Verdict:
    """Return the verdict on all sources. With `rows`, compare every field of every order, in constant memory.

    If orders seem lost, those with a dead letter are first recorded as dead, because a process that was killed in the
    last receive of a message left no record. A source that began anew is compared also without `rows`, since its counts
    say nothing of orders with the ids of before. A source that cannot be read is named, and the others are verified.
    Raises `Unavailable` for any other store, which it names.
    """
    ledger = _read_ledger(ledger_deps)
    restarts = _open_restarts(ledger_deps)
    compared = _compare_all(ledger_deps, ledger.sources if rows else restarts)
    if not rows:
        unexplained = _unexplained(ledger_deps, ledger)
        verdict = by_counts(ledger, ledger_deps.target.duplicated(), unexplained, compared.comparisons)
    else:
        if any(comparison.counts[Finding.UNACCOUNTED] for comparison in compared.comparisons.values()):
            # Orders in motion during the comparison may have arrived since: the later ledger decides what is lost.
            ledger = read_ledger(ledger_deps)
        verdict = by_rows(ledger, compared.comparisons, _unexplained(ledger_deps, ledger))
    still_open = _settle(ledger_deps, ledger, restarts, compared.comparisons)
    return replace(verdict, restarts=still_open, unread={**ledger.unread, **compared.faults})


def _unexplained(ledger_deps: LedgerDeps, ledger: Ledger) -> Offenders:
    """Return the first conflicts, and the first dead orders that nobody tried."""
    conflicts = ledger_deps.target.conflicts(SHOWN) if ledger.states.conflict else ()
    unattempted = ledger_deps.target.unattempted(SHOWN) if ledger.unattempted else ()
    listed = {"conflict": list(map(str, conflicts)), "unattempted": list(map(str, unattempted))}
    return {kind: keys for kind, keys in listed.items() if keys}


def _read_ledger(ledger_deps: LedgerDeps) -> Ledger:
    ledger = read_ledger(ledger_deps)
    if (
        ledger_deps.dead_letter_stores
        and ledger.at_rest
        and ledger.residual
        and mark_unrecorded_dead(ledger_deps.dead_letter_stores)
    ):
        return read_ledger(ledger_deps)
    return ledger


@dataclass(frozen=True, kw_only=True)
class _Compared:
    """The comparisons by source, and why a source could not be compared."""

    comparisons: dict[str, Comparison] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)


def _compare_all(ledger_deps: LedgerDeps, names: Iterable[str]) -> _Compared:
    compared = _Compared()
    for name in names:
        try:
            compared.comparisons[name] = _compare(ledger_deps, name)
        except SOURCE_FAULTS as error:
            compared.faults[name] = str(error)
    return compared


def _compare(ledger_deps: LedgerDeps, name: str) -> Comparison:
    source = ledger_deps.sources.get(name)
    rows = source.rows(ledger_deps.cursors.position(name)) if source else ()
    return compare(rows, ledger_deps.target.rows(name))


def _open_restarts(ledger_deps: LedgerDeps) -> Mapping[str, str]:
    """Return the reasons by source, of configured sources: reading the ledger has noted those not published since."""
    if ledger_deps.restarts is None:
        return {}
    found = ledger_deps.restarts.open()
    return {name: restart.reason for name, restart in found.items() if name in ledger_deps.sources}


def _settle(
    ledger_deps: LedgerDeps, ledger: Ledger, restarts: Mapping[str, str], comparisons: Mapping[str, Comparison]
) -> Mapping[str, str]:
    """Settle the restarts of sources that are proven to be equal to the target. Returns the others."""
    proven = [name for name in restarts if name in comparisons and _is_proven(ledger, name, comparisons[name])]
    for name in proven:
        if ledger_deps.restarts:
            ledger_deps.restarts.settle(name, by=SETTLED_BY)
    return {name: reason for name, reason in restarts.items() if name not in proven}


def _is_proven(ledger: Ledger, name: str, comparison: Comparison) -> bool:
    """Return whether all rows of a source were read again and none differs."""
    return ledger.at_rest and ledger.sources[name].not_read == 0 and not any(comparison.counts.values())
