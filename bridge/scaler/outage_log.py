"""Logs once when a dependency becomes unavailable, and once when it is available again."""

from esteira.core.log import logger


class OutageLog:
    """The availability of one dependency."""

    def __init__(self, dependency: str) -> None:
        self._dependency = dependency
        self._down = False

    def failed(self, error: Exception) -> None:
        """A call failed."""
        if not self._down:
            logger.warning("dependency unavailable", action="scale", dependency=self._dependency, error=str(error))
        self._down = True

    def succeeded(self) -> None:
        """A call succeeded."""
        if self._down:
            logger.info("dependency available again", action="scale", dependency=self._dependency)
        self._down = False
