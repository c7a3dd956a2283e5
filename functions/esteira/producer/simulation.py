"""The simulated trouble: how many attempts an order needs, told by nothing but who it is."""

import hashlib

from esteira.core.messages import MAX_RECEIVES

NEVER = MAX_RECEIVES + 1
"""The attempt that never comes: a message has only MAX_RECEIVES."""


def attempts_needed(source: str, source_id: int, *, security_check: bool, simulate: bool) -> int:
    """1 to 5 for an order that passes its security check, 6 for one that does not; 1 for all when not simulating.

    Deterministic for each (source, source_id) and spread evenly, so that a run can be predicted and repeated.
    """
    if not simulate:
        return 1
    if not security_check:
        return NEVER
    digest = hashlib.sha256(f"{source}:{source_id}".encode()).digest()
    return 1 + int.from_bytes(digest[:8], "big") % MAX_RECEIVES
