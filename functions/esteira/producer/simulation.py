"""Simulated trouble: the number of attempts that an order needs, derived from its identity alone."""

import hashlib

from esteira.core.messages import MAX_RECEIVES

NEVER = MAX_RECEIVES + 1
"""An attempt that cannot happen: a message has only `MAX_RECEIVES` receives."""


def attempts_needed(source: str, source_id: int, *, security_check: bool, simulate: bool) -> int:
    """Return 1 to 5 for an order that passes its security check, 6 for one that does not; always 1 without `simulate`.

    Deterministic for each (source, source_id) and evenly distributed, so that a run can be predicted and repeated.
    """
    if not simulate:
        return 1
    if not security_check:
        return NEVER
    digest = hashlib.sha256(f"{source}:{source_id}".encode()).digest()
    return 1 + int.from_bytes(digest[:8], "big") % MAX_RECEIVES
