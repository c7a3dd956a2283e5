"""Places between two effects where a test may kill, hang or break the process (reliability tests T5, T15).

`ESTEIRA_FAILPOINT=name:action@n` acts at the n-th passing of `name`; actions are `kill`, `raise` and `hang`.
Unset, as in production, passing one costs a dictionary look-up.
"""

import os
import signal
import threading
from collections import Counter

_passed: Counter[str] = Counter()


class FailpointReached(Exception):
    """Raised by the action `raise`."""


def passing(name: str) -> None:
    """Act if this place is the configured one and this is the n-th passing of it."""
    plan = os.environ.get("ESTEIRA_FAILPOINT")
    if not plan or not plan.startswith(f"{name}:"):
        return
    action, _, at = plan.removeprefix(f"{name}:").partition("@")
    _passed[name] += 1
    if _passed[name] == int(at or 1):
        _act(name, action)


def _act(name: str, action: str) -> None:
    if action == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    if action == "hang":
        threading.Event().wait()
    raise FailpointReached(name)
