"""The interface of drivers, which start and end worker processes."""

from collections.abc import Sequence
from typing import Protocol

from esteira.core.names import Lane
from esteira.scaling.observation import Heartbeat
from esteira.scaling.worker_state import OwnProcess


class Driver(Protocol):
    """Starts and ends the workers of one host."""

    def processes(self, beats: Sequence[Heartbeat]) -> Sequence[OwnProcess]:
        """The workers of this host that are not forgotten, and those in `beats` from here whose process is gone."""
        ...

    def start(self, lane: Lane) -> str:
        """Starts one worker and returns its name. Does not wait for its first heartbeat."""
        ...

    def terminate(self, name: str) -> None:
        """Tells a worker to finish its batch and end. Without effect where the worker is gone."""
        ...

    def kill(self, name: str) -> None:
        """Ends a worker at once. Without effect where the worker is gone."""
        ...

    def forget(self, name: str) -> None:
        """Drops a worker that has ended from `processes`."""
        ...
