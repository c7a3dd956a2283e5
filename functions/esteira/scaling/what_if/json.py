"""A what-if as JSON."""

from typing import Any

from esteira.scaling.what_if.compare import WhatIf
from esteira.scaling.what_if.outcome import LaneOutcome, Outcome


def what_if_json(compared: WhatIf) -> dict[str, Any]:
    """Return the three outcomes, with times in ISO 8601 and waiting in seconds."""
    recorded, error = compared.recorded, compared.error_percent
    return {
        "since": recorded.since.isoformat(),
        "until": recorded.until.isoformat(),
        "silent_seconds": recorded.silent_seconds,
        "start_seconds": recorded.timing.start_seconds,
        "drain_seconds": recorded.timing.drain_seconds,
        "error_percent": {"waiting": error.waiting, "worker_minutes": error.worker_minutes} if error else None,
        "happened": _outcome(recorded.happened),
        "present": _outcome(compared.present),
        "proposed": _outcome(compared.proposed),
    }


def _outcome(outcome: Outcome) -> dict[str, Any]:
    return {**_part(outcome), "lanes": {lane: _part(each) for lane, each in outcome.lanes.items()}}


def _part(part: LaneOutcome | Outcome) -> dict[str, Any]:
    waiting = part.waiting
    return {
        "messages": waiting.messages,
        "mean": waiting.mean,
        "p50": waiting.p50,
        "p95": waiting.p95,
        "longest": waiting.longest,
        "worker_minutes": part.worker_minutes,
        "changes": part.changes,
        "left": part.left,
        "binding_rule": part.binding_rule,
    }
