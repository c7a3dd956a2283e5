"""The pool's child in the face of its end: it finishes what it holds, and never outlives its main process for long."""

import ctypes
import os
import signal
from types import FrameType

from bridge.worker.shared_state import Slate

PR_SET_PDEATHSIG = 1
GRACE_SECONDS = 8.0
"""R12: so long a batch in hand may take."""


class LastWish:
    """Makes SIGTERM mean: finish the batch in hand, take nothing new. A child that has nothing in hand just ends."""

    def __init__(self, slate: Slate) -> None:
        self._slate = slate
        self.spoken = False

    def hear(self, main_pid: int) -> None:
        """From now on SIGTERM is heard, and the main process's death (kill -9 too) is a SIGTERM.

        The main process's thread that forked us must live as long as it does: in Celery's that is the main thread.
        """
        signal.signal(signal.SIGALRM, _end)
        signal.signal(signal.SIGTERM, self._spoken)
        _ask_for_signal_at_parents_death(signal.SIGTERM)
        if os.getppid() != main_pid:
            os.kill(os.getpid(), signal.SIGTERM)

    def _spoken(self, _number: int, _frame: FrameType | None) -> None:
        if not self._slate.in_task:
            os._exit(0)
        self.spoken = True
        signal.setitimer(signal.ITIMER_REAL, GRACE_SECONDS)


def _end(_number: int, _frame: FrameType | None) -> None:
    os._exit(1)


def _ask_for_signal_at_parents_death(number: signal.Signals) -> None:
    """prctl(2), which the standard library does not offer. Linux only, as the whole bridge is."""
    if ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, number, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_PDEATHSIG) failed")
