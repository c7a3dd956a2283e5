"""Named places between two effects where a test can kill, hang or fail the process (reliability tests T5, T15).

`ESTEIRA_FAILPOINT=name:action@n` acts at the n-th call of `passing(name)`; actions are `kill`, `raise` and `hang`.
Unset, as in production, a call costs a dictionary look-up.
"""

import os
import signal
import threading
from collections import Counter

_passed: Counter[str] = Counter()


class FailpointReached(Exception):
    """Raised by the action `raise`."""


def passing(name: str) -> None:
    """Run the configured action if this is the configured failpoint and its n-th call."""
    configured = os.environ.get("ESTEIRA_FAILPOINT")
    if not configured or not configured.startswith(f"{name}:"):
        return
    action, _, call_number = configured.removeprefix(f"{name}:").partition("@")
    _passed[name] += 1
    if _passed[name] == int(call_number or 1):
        _act(name, action)


def _act(name: str, action: str) -> None:
    if action == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    if action == "hang":
        threading.Event().wait()
    raise FailpointReached(name)
