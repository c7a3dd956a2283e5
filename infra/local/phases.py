"""How long each phase of a start took: printed by `--timings`, kept in the home for programs that compare starts."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from pydantic import AwareDatetime, BaseModel

from infra.local.private_files import write_private


class Phase(BaseModel, frozen=True):
    """One phase. `begun_after_seconds` counts from the start's begin; phases that ran side by side overlap."""

    name: str
    begun_after_seconds: float
    seconds: float


class StartTimings(BaseModel, frozen=True):
    """A completed start. `command` is `up` or `run`; `seconds` is wall time without the command's own imports."""

    command: str
    begun_at: AwareDatetime
    seconds: float
    phases: tuple[Phase, ...]

    def write(self, file: Path) -> None:
        """Replaces those of the start before."""
        write_private(file, self.model_dump_json(indent=2))


class Phases:
    """Collects the phases of one start, also from several threads. `clock` counts seconds and never goes back."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._begun = clock()
        self._begun_at = datetime.now(UTC)
        self._phases: list[Phase] = []

    @contextmanager
    def measured(self, name: str) -> Iterator[None]:
        """Notes how long the block took. One that raises is not noted: its start is not completed."""
        begun = self._clock()
        yield
        phase = Phase(name=name, begun_after_seconds=begun - self._begun, seconds=self._clock() - begun)
        self._phases.append(phase)

    def timings(self, command: str) -> StartTimings:
        """What was measured until now, in the order in which the phases began."""
        phases = sorted(self._phases, key=lambda phase: phase.begun_after_seconds)
        return StartTimings(
            command=command, begun_at=self._begun_at, seconds=self._clock() - self._begun, phases=tuple(phases)
        )
