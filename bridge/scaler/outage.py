"""Says once that something is away, and once that it is there again."""

from esteira.log import logger


class Outage:
    """One dependency, as the log tells of it."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._lasts = False

    def begin(self, error: Exception) -> None:
        """It did not answer."""
        if not self._lasts:
            logger.warning("dependency away", action="scale", dependency=self._what, error=str(error))
        self._lasts = True

    def end(self) -> None:
        """It did answer."""
        if self._lasts:
            logger.info("dependency back", action="scale", dependency=self._what)
        self._lasts = False
