"""Keeping a schedule: on time, after a delay, with errors, and until stopped. The clock is simulated."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest
from esteira.core.errors import SourceUnavailable

from infra.cli.load.mix import Kind, Mix
from infra.cli.load.pace import Paced, Pacer, keep_pace
from infra.cli.load.schedule import Schedule
from infra.errors import NothingToPay

SCHEDULE = Schedule(rate_per_second=100, seconds=10)


@dataclass
class HandPacer:
    """Time passes only where it is waited for, or where a maker takes some."""

    seconds: float = 0
    stop_after_seconds: float = 10**9

    def wait(self, seconds: float) -> bool:
        self.seconds += seconds
        return self.seconds >= self.stop_after_seconds

    @property
    def pacer(self) -> Pacer:
        return Pacer(now=lambda: self.seconds, wait=self.wait)


@dataclass
class HandMaker:
    """Makes at once, but for the hiccups: at the time → so long, or an error for so long."""

    time: HandPacer
    most_at_once: int = 10_000
    hiccups: dict[float, float] = field(default_factory=dict)
    fails_until_seconds: float = 0
    error: Exception = field(default_factory=SourceUnavailable)
    made: int = 0
    rounds: list[int] = field(default_factory=list)

    def make(self, count: int) -> None:
        if self.time.seconds < self.fails_until_seconds:
            raise self.error
        for at in [at for at in self.hiccups if at <= self.time.seconds]:
            self.time.seconds += self.hiccups.pop(at)
        self.made += count
        self.rounds.append(count)


def pace(maker: HandMaker, *, mix: Mix | None = None, schedule: Schedule = SCHEDULE) -> Paced:
    return keep_pace(schedule, mix or Mix(), {"orders": maker}, maker.time.pacer, lambda _: None)


def test_everything_requested_is_made_in_time() -> None:
    maker = HandMaker(HandPacer())

    paced = pace(maker)

    assert (paced.made["orders"], paced.complete, paced.stopped) == (1000, True, False)
    assert paced.seconds == pytest.approx(10, abs=0.11)
    assert paced.rate_per_second == pytest.approx(100, rel=0.02)
    assert max(maker.rounds) <= 11


def test_a_delay_is_made_up_for() -> None:
    maker = HandMaker(HandPacer(), hiccups={4: 3})

    paced = pace(maker)

    assert (paced.made["orders"], paced.complete) == (1000, True)
    assert paced.seconds == pytest.approx(10, abs=0.11)
    assert 290 <= max(maker.rounds) <= 310


def test_a_maker_that_is_too_slow_shows_in_the_report() -> None:
    maker = HandMaker(HandPacer(), most_at_once=5)

    paced = pace(maker)

    assert (paced.asked["orders"], paced.complete, paced.stopped) == (1000, False, False)
    assert 490 <= paced.made["orders"] <= 510


@pytest.mark.parametrize("error", [SourceUnavailable("(down)"), NothingToPay()])
def test_after_an_error_the_next_tick_makes_up_for_it(error: Exception) -> None:
    maker = HandMaker(HandPacer(), fails_until_seconds=2, error=error)

    paced = pace(maker)

    assert paced.complete
    assert paced.setbacks in range(18, 23)
    assert paced.last_setback == str(error)


def test_when_stopped_it_reports_what_was_made() -> None:
    maker = HandMaker(HandPacer(stop_after_seconds=3))

    paced = pace(maker)

    assert (paced.stopped, paced.complete) == (True, False)
    assert 290 <= paced.made["orders"] <= 300
    assert paced.seconds == pytest.approx(3, abs=0.11)


def test_every_kind_gets_its_share_and_is_reported() -> None:
    time = HandPacer()
    makers: Mapping[Kind, HandMaker] = {"orders": HandMaker(time), "payments": HandMaker(time)}
    told: list[Mapping[Kind, int]] = []

    paced = keep_pace(SCHEDULE, Mix(orders=40, payments=60), makers, time.pacer, told.append)

    assert paced.made == {"orders": 400, "payments": 600} == told[-1]
    assert all(abs(3 * made["orders"] - 2 * made["payments"]) <= 5 for made in told)
