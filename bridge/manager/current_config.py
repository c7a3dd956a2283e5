"""The configuration in force, whatever is away: the book is the truth, and the board is what everybody can read."""

from dataclasses import dataclass, field

from esteira.domain.flow.config import FlowVersion
from esteira.errors import TargetUnavailable
from esteira.log import logger
from esteira.use_cases.breaker import Breaker
from esteira.use_cases.ports.scaling import FlowBoard, FlowBook


@dataclass(frozen=True, kw_only=True)
class FlowReader:
    """Book and board. While the book is known to be away it is not waited for."""

    book: FlowBook
    board: FlowBoard
    breaker: Breaker = field(default_factory=lambda: Breaker(TargetUnavailable))

    def current(self) -> FlowVersion:
        """The newest version that can be read. What the book says is shown on the board, which Redis may have lost.

        Raises `FlowUnavailable`, and `TargetUnavailable` where the board is empty too: the defaults in their place
        would have a paused lane receive.
        """
        try:
            with self.breaker.guarding():
                version = self.book.current()
        except TargetUnavailable as error:
            shown = self.board.get()
            if shown is None:
                raise
            logger.warning("flow read from the board", action="manage", error=str(error))
            return shown
        self.board.put(version)
        return version
