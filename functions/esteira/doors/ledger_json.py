"""The ledger and a verdict as the doors answer them: the keys of `esteira verify --json` and `GET /ledger`."""

from dataclasses import asdict
from typing import Any

from esteira.domain.ledger import Ledger
from esteira.domain.verdict import Verdict


def ledger_json(ledger: Ledger) -> dict[str, Any]:
    """Counts of all states, the residual, and the same by source."""
    return {
        "ok": ledger.balanced,
        "states": asdict(ledger.states),
        "residual": ledger.residual,
        "settled": ledger.settled,
        "at_rest": ledger.at_rest,
        "queue": asdict(ledger.queue),
        "sources": {name: asdict(source) for name, source in ledger.sources.items()},
    }


def verdict_json(verdict: Verdict) -> dict[str, Any]:
    """The ledger with what a verification found; `ok` speaks for both."""
    return {
        **ledger_json(verdict.ledger),
        "ok": verdict.ok,
        "checked": verdict.checked,
        "compared": verdict.compared,
        "lost": verdict.lost,
        "duplicated": verdict.duplicated,
        "phantom": verdict.phantom,
        "mismatch": verdict.mismatch,
        "overlapping": verdict.overlapping,
        "offenders": dict(verdict.offenders),
    }
