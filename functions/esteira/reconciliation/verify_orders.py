"""Verify that every order of every source is accounted for, by counts or row by row."""

from esteira.reconciliation.comparison import SHOWN, Comparison, Finding, compare
from esteira.reconciliation.ledger import Ledger
from esteira.reconciliation.mark_unrecorded_dead import mark_unrecorded_dead
from esteira.reconciliation.read_ledger import LedgerDeps, read_ledger
from esteira.reconciliation.verdict import Offenders, Verdict, by_counts, by_rows


def verify_orders(ledger_deps: LedgerDeps, *, rows: bool = False) -> Verdict:
    """Return the verdict on all sources. With `rows`, compare every field of every order, in constant memory.

    If orders seem lost, those with a dead letter are first recorded as dead, because a process that was killed in the
    last receive of a message left no record. Raises `Unavailable`, which names the store.
    """
    ledger = _read_ledger(ledger_deps)
    if not rows:
        return by_counts(ledger, ledger_deps.target.duplicated(), _unexplained(ledger_deps, ledger))
    found = {name: _compare(ledger_deps, name) for name in ledger.sources}
    if any(comparison.counts[Finding.UNACCOUNTED] for comparison in found.values()):
        # Orders in motion during the comparison may have arrived since: the later ledger decides what is lost.
        ledger = read_ledger(ledger_deps)
    return by_rows(ledger, found, _unexplained(ledger_deps, ledger))


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


def _compare(ledger_deps: LedgerDeps, name: str) -> Comparison:
    source = ledger_deps.sources.get(name)
    rows = source.rows(ledger_deps.cursors.position(name)) if source else ()
    return compare(rows, ledger_deps.target.rows(name))
