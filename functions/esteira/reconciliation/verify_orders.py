"""Is every order of every source accounted for? By counts, or row by row."""

from esteira.reconciliation.comparison import Comparison, Finding, compare
from esteira.reconciliation.ledger import Ledger
from esteira.reconciliation.mark_unrecorded_dead import mark_unrecorded_dead
from esteira.reconciliation.read_ledger import LedgerDeps, read_ledger
from esteira.reconciliation.verdict import Verdict, by_counts, by_rows


def verify_orders(ledger_deps: LedgerDeps, *, rows: bool = False) -> Verdict:
    """The verdict on all sources. Constant memory also with `rows`, which compares every field of every order.

    Orders that seem to be nowhere are looked for among the dead letters first, and recorded there: a process killed in
    a message's last receive leaves no record of it. Raises `Unavailable` in the words of what does not answer.
    """
    ledger = _read_ledger(ledger_deps)
    if not rows:
        return by_counts(ledger, ledger_deps.target.duplicated())
    found = {name: _compare(ledger_deps, name) for name in ledger.sources}
    if any(comparison.counts[Finding.UNACCOUNTED] for comparison in found.values()):
        # What was on its way while its row was compared may have arrived by now: only what has not is lost.
        ledger = read_ledger(ledger_deps)
    return by_rows(ledger, found)


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
