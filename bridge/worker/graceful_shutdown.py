"""How a worker's child process ends: it finishes its batch, and outlives its main process by a few seconds at most."""

import ctypes
import os
import signal
from types import FrameType

from bridge.worker.shared_state import SharedWorkerState

PR_SET_PDEATHSIG = 1
GRACE_SECONDS = 8.0
"""The longest time for the batch in hand (R12)."""


class GracefulShutdown:
    """Handles SIGTERM: the child finishes the batch in hand and takes nothing new. Without a batch it ends at once."""

    def __init__(self, state: SharedWorkerState) -> None:
        self._state = state
        self.requested = False

    def install(self, main_pid: int) -> None:
        """Handles SIGTERM from now on, and has the kernel send it when the main process dies (kill -9 too).

        The kernel watches the thread that forked this process. In Celery that is the main thread, which lives as long
        as the main process.
        """
        signal.signal(signal.SIGALRM, _exit)
        signal.signal(signal.SIGTERM, self._request)
        _signal_at_parents_death(signal.SIGTERM)
        if os.getppid() != main_pid:
            os.kill(os.getpid(), signal.SIGTERM)

    def _request(self, _number: int, _frame: FrameType | None) -> None:
        if not self._state.in_task:
            os._exit(0)
        self.requested = True
        signal.setitimer(signal.ITIMER_REAL, GRACE_SECONDS)


def _exit(_number: int, _frame: FrameType | None) -> None:
    os._exit(1)


def _signal_at_parents_death(number: signal.Signals) -> None:
    """prctl(2), which the standard library does not offer. Linux only, like the whole bridge."""
    if ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, number, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_PDEATHSIG) failed")
