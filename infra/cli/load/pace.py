"""Keeps a schedule: makes what is due, waits, and says in the end what was asked for and what was reached."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from esteira.errors import Unavailable

from infra.cli.load.mix import Kind, Mix
from infra.cli.load.schedule import Schedule
from infra.errors import NothingToPay

TICK_SECONDS = 0.1
"""Between two looks at the time."""


class Maker(Protocol):
    """Makes one kind of load."""

    most_at_once: int
    """More than this is made in several rounds: the time is looked at in between."""

    @property
    def made(self) -> int:
        """How many so far."""
        ...

    def make(self, count: int) -> None:
        """Makes that many more, or as many as there can be now. Raises `Unavailable` or `NothingToPay`.

        What was made until then counts.
        """
        ...


@dataclass(frozen=True, kw_only=True)
class Pacer:
    """A monotonic clock in seconds. `wait` lets so many of them pass, and answers whether it is time to stop."""

    now: Callable[[], float]
    wait: Callable[[float], bool]


@dataclass(frozen=True, kw_only=True)
class Paced:
    """How a run went. `setbacks`: how often something did not answer, and `last_setback` what it was."""

    asked: Mapping[Kind, int]
    made: Mapping[Kind, int]
    seconds: float
    stopped: bool = False
    setbacks: int = 0
    last_setback: str = ""

    @property
    def rate_per_second(self) -> float:
        """What was reached."""
        return sum(self.made.values()) / self.seconds if self.seconds else 0.0

    @property
    def complete(self) -> bool:
        """Whether all that was asked for was made."""
        return all(self.made.get(kind, 0) >= count for kind, count in self.asked.items())


Tell = Callable[[Mapping[Kind, int]], None]
"""Hears how many of each kind are made."""


def keep_pace(schedule: Schedule, mix: Mix, makers: Mapping[Kind, Maker], pacer: Pacer, tell: Tell) -> Paced:
    """Makes what is due until the time is over or it is told to stop.

    What did not answer is asked again at the next tick, and what was missed is made up for while there is time.
    """
    begun, troubles, stopped = pacer.now(), list[str](), False
    while True:
        elapsed = pacer.now() - begun
        troubles += _make(makers, mix.split(schedule.due(elapsed)))
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
        setbacks=len(troubles),
        last_setback=troubles[-1] if troubles else "",
    )


def _make(makers: Mapping[Kind, Maker], due: Mapping[Kind, int]) -> list[str]:
    """One round; what went wrong in it."""
    troubles = []
    for kind, maker in makers.items():
        try:
            if count := min(maker.most_at_once, due[kind] - maker.made):
                maker.make(count)
        except (Unavailable, NothingToPay) as error:
            troubles.append(str(error))
    return troubles
