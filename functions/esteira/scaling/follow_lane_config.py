"""A lane's current configuration for its consumer: cheap to ask, and never an error (R13)."""

import time
from collections.abc import Callable

from esteira.core.breaker import Breaker
from esteira.core.errors import EsteiraError, FlowUnavailable
from esteira.core.log import logger
from esteira.core.names import Lane
from esteira.scaling.config import LaneConfig, ScalingConfig
from esteira.scaling.ports import ConfigCache

ASK_EVERY_SECONDS = 1.0


class LaneConfigFollower:
    """Reads the cache at most once a second, and rarely while it does not answer.

    The last configuration stays in force when the cache cannot be read or was emptied. `cache` is called when it is
    needed and may raise `BadSettings`: the consumer then works as deployed.
    """

    def __init__(self, cache: Callable[[], ConfigCache], *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._cache = cache
        self._monotonic = monotonic
        self._breaker = Breaker(FlowUnavailable, monotonic=monotonic)
        self._ask_from = monotonic()
        self._known: ScalingConfig | None = None

    def lane(self, lane: Lane) -> LaneConfig | None:
        """None until a configuration could be read: the lane works as deployed. Raises none of our errors."""
        if self._monotonic() >= self._ask_from and not self._breaker.is_open:
            self._ask_from = self._monotonic() + ASK_EVERY_SECONDS
            self._ask()
        return self._known.lanes.get(lane) if self._known else None

    def _ask(self) -> None:
        try:
            with self._breaker.guarding():
                found = self._cache().get()
        except EsteiraError as error:
            logger.warning("configuration not read", action="follow_flow", error=str(error))
            return
        self._known = found.configuration if found else self._known
