"""Keeps a schedule: makes what is due, waits, and reports what was requested and what was made."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from esteira.core.errors import SOURCE_FAULTS, Unavailable

from infra.cli.load.mix import Kind, Mix
from infra.cli.load.schedule import Schedule
from infra.errors import NothingToPay

TICK_SECONDS = 0.1
"""Between two checks of what is due."""


class Maker(Protocol):
    """Makes one kind of load."""

    most_at_once: int
    """A larger count is made in several rounds, with a check of the time in between."""

    @property
    def made(self) -> int:
        """How many were made so far."""
        ...

    def make(self, count: int) -> None:
        """Makes that many more, or as many as possible now.

        Raises `Unavailable`, `SourceUnfit`, `BadRow` or `NothingToPay`.

        What was made before an error counts.
        """
        ...


@dataclass(frozen=True, kw_only=True)
class Pacer:
    """A monotonic clock in seconds. `wait` waits that many seconds, and returns whether to stop."""

    now: Callable[[], float]
    wait: Callable[[float], bool]


@dataclass(frozen=True, kw_only=True)
class Paced:
    """Result of a run. `setbacks` counts failed attempts to make load; `last_setback` is the last error."""

    asked: Mapping[Kind, int]
    made: Mapping[Kind, int]
    seconds: float
    stopped: bool = False
    setbacks: int = 0
    last_setback: str = ""

    @property
    def rate_per_second(self) -> float:
        """Orders and callbacks made per second."""
        return sum(self.made.values()) / self.seconds if self.seconds else 0.0

    @property
    def complete(self) -> bool:
        """Whether everything requested was made."""
        return all(self.made.get(kind, 0) >= count for kind, count in self.asked.items())


Tell = Callable[[Mapping[Kind, int]], None]
"""Called with how many of each kind were made."""


def keep_pace(schedule: Schedule, mix: Mix, makers: Mapping[Kind, Maker], pacer: Pacer, tell: Tell) -> Paced:
    """Makes what is due until the time is over or `pacer.wait` returns True.

    After an error the next tick tries again, and makes up for what was missed while there is time.
    """
    begun, errors, stopped = pacer.now(), list[str](), False
    while True:
        elapsed = pacer.now() - begun
        errors += _make(makers, mix.split(schedule.due(elapsed)))
        tell({kind: maker.made for kind, maker in makers.items()})
        if elapsed >= schedule.seconds:
            break
        worked = pacer.now() - begun - elapsed
        if stopped := pacer.wait(max(0.0, TICK_SECONDS - worked)):
            break
    return Paced(
        asked=mix.split(schedule.total),
        made={kind: maker.made for kind, maker in makers.items()},
        seconds=pacer.now() - begun,
        stopped=stopped,
        setbacks=len(errors),
        last_setback=errors[-1] if errors else "",
    )


def _make(makers: Mapping[Kind, Maker], due: Mapping[Kind, int]) -> list[str]:
    """One round. Returns its errors."""
    errors = []
    for kind, maker in makers.items():
        try:
            if count := min(maker.most_at_once, due[kind] - maker.made):
                maker.make(count)
        except (Unavailable, *SOURCE_FAULTS, NothingToPay) as error:
            errors.append(str(error))
    return errors
