"""Is every order of every source accounted for? By counts, or row by row (F44)."""

from esteira.reconciliation.comparison import Comparison, Finding, compare
from esteira.reconciliation.ledger import Ledger
from esteira.reconciliation.mark_unrecorded_dead import bury_unrecorded
from esteira.reconciliation.read_ledger import Books, read_ledger
from esteira.reconciliation.verdict import Verdict, by_counts, by_rows


def verify_orders(books: Books, *, rows: bool = False) -> Verdict:
    """The verdict on all sources. Constant memory also with `rows`, which compares every field of every order.

    Orders that seem to be nowhere are looked for among the dead letters first, and recorded there: a process killed in
    a message's last receive leaves no record of it. Raises `Unavailable` in the words of what does not answer.
    """
    ledger = _read_ledger(books)
    if not rows:
        return by_counts(ledger, books.target.duplicated())
    found = {name: _compare(books, name) for name in ledger.sources}
    if any(comparison.counts[Finding.HOMELESS] for comparison in found.values()):
        # What was on its way while its row was compared may have arrived by now: only what has not is lost.
        ledger = read_ledger(books)
    return by_rows(ledger, found)


def _read_ledger(books: Books) -> Ledger:
    ledger = read_ledger(books)
    if books.graveyard and ledger.at_rest and ledger.residual and bury_unrecorded(books.graveyard):
        return read_ledger(books)
    return ledger


def _compare(books: Books, name: str) -> Comparison:
    source = books.sources.get(name)
    rows = source.rows(books.cursors.position(name)) if source else ()
    return compare(rows, books.target.rows(name))
