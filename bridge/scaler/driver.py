"""Where workers run. Drivers behind one small interface."""

from collections.abc import Sequence
from typing import Protocol

from esteira.domain.flow.actions import OwnProcess
from esteira.domain.flow.observation import Heartbeat
from esteira.domain.names import Lane


class Driver(Protocol):
    """Starts and ends workers of one place."""

    def processes(self, beats: Sequence[Heartbeat]) -> Sequence[OwnProcess]:
        """The workers here that are not forgotten, and those that beat from here and have no process any more."""
        ...

    def start(self, lane: Lane) -> str:
        """Starts one more worker and answers its name; does not wait until it beats."""
        ...

    def terminate(self, name: str) -> None:
        """Asks a worker to finish its batch and end. Nothing happens where there is no such worker any more."""
        ...

    def kill(self, name: str) -> None:
        """Ends a worker at once. Nothing happens where there is no such worker any more."""
        ...

    def forget(self, name: str) -> None:
        """The worker has ended and need not be named any more."""
        ...
