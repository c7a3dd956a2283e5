"""What flow control says of a lane, as its consumers hear it: cheap to ask, and never in their way (R13)."""

import time
from collections.abc import Callable

from esteira.domain.flow.config import FlowConfiguration, LaneFlow
from esteira.domain.names import Lane
from esteira.errors import EsteiraError, FlowUnavailable
from esteira.log import logger
from esteira.use_cases.breaker import Breaker
from esteira.use_cases.ports.scaling import FlowBoard

ASK_EVERY_SECONDS = 1.0


class FlowFollower:
    """Looks at the board at most once a second, and hardly ever while it does not answer.

    What was read last stays in force when the board cannot be read, or was emptied. `board` is asked for when it is
    needed, and may raise `BadSettings`: consumers do without.
    """

    def __init__(self, board: Callable[[], FlowBoard], *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._board = board
        self._monotonic = monotonic
        self._breaker = Breaker(FlowUnavailable, monotonic=monotonic)
        self._ask_from = monotonic()
        self._known: FlowConfiguration | None = None

    def lane(self, lane: Lane) -> LaneFlow | None:
        """None as long as nothing could be read: the lane is as it was deployed. Never raises what has a word."""
        if self._monotonic() >= self._ask_from and not self._breaker.is_open:
            self._ask_from = self._monotonic() + ASK_EVERY_SECONDS
            self._ask()
        return self._known.lanes.get(lane) if self._known else None

    def _ask(self) -> None:
        try:
            with self._breaker.guarding():
                found = self._board().get()
        except EsteiraError as error:
            logger.warning("flow not read", action="follow_flow", error=str(error))
            return
        self._known = found.configuration if found else self._known
