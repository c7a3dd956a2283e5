"""A predicted end is within five percent of the end that a simulation finds, or as near as one question takes."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from esteira.lookups.prediction.backlog import Backlog, Planned, Waiting
from esteira.lookups.prediction.capacity import ProviderLoad, capacity
from esteira.lookups.prediction.predict import Batch, Ends, predict
from esteira.lookups.ranking import AGEING, Priority, ranked_at
from esteira.lookups.schedules.recurrence import ByCron

from tests.fixtures.lookups import NOON
from tests.harness.look_up_simulation import SimulatedProvider, Simulation

ARRIVAL = timedelta(0)
FAST = SimulatedProvider(name="first", rate_per_second=50)
SLOW = SimulatedProvider(name="second", rate_per_second=20, latency_seconds=0.4)
FIVE = SimulatedProvider(name="first", rate_per_second=5)
DOWN = SimulatedProvider(name="first", rate_per_second=50, failing=1)
SHAKY = SimulatedProvider(name="first", rate_per_second=50, failing=0.3)

Queued = tuple[float, Priority, int]
"""How many seconds after noon, of which priority, how many."""


class Case:
    """The same look-ups, predicted and simulated."""

    def __init__(
        self,
        batch: Sequence[tuple[Priority, int]],
        *,
        waiting: Sequence[Queued] = (),
        providers: Sequence[SimulatedProvider] = (FAST,),
        workers: int = 100,
        ageing: timedelta = AGEING,
    ) -> None:
        self._batch, self._waiting, self._ageing, self._workers = batch, waiting, ageing, workers
        self._providers = providers
        self.planned: list[Planned] = []
        self.simulation = Simulation(start=NOON, providers=providers, workers=workers, ageing=ageing)
        for at, priority, amount in waiting:
            self.simulation.add(at, priority, amount)
        for priority, amount in batch:
            self.simulation.add(0, priority, amount, in_batch=True)

    def repeated(self, every_minutes: int, amount: int, priority: Priority) -> None:
        """Others are handed over every so many minutes."""
        recurrence = ByCron(every="cron", cron=f"*/{every_minutes} * * * *")
        due_at = NOON + timedelta(minutes=every_minutes)
        self.planned.append(Planned(priority=priority, due_at=due_at, count=amount, recurrence=recurrence))
        for number in range(1, 100):
            self.simulation.add(number * every_minutes * 60, priority, amount)

    def predicted(self) -> Ends:
        loads = [
            ProviderLoad(
                rate_per_second=each.rate_per_second,
                burst=each.burst,
                failing=each.failing,
                latency_seconds=each.latency_seconds,
            )
            for each in self._providers
        ]
        waiting = [
            Waiting(ranked_at=ranked_at(NOON + timedelta(seconds=at), priority, ageing=self._ageing), count=amount)
            for at, priority, amount in self._waiting
        ]
        ends = predict(
            Batch(planned=[Planned(priority=each, due_at=NOON, count=amount) for each, amount in self._batch]),
            Backlog(waiting=waiting, planned=self.planned, handed_over_at=NOON),
            capacity(loads, in_flight=self._workers, patience_seconds=5),
            now=NOON,
            ageing=self._ageing,
        )
        assert ends is not None
        return ends

    def check(self) -> None:
        ends, predicted = self.simulation.run().ends, self.predicted()
        slowest = max(each.latency_seconds for each in self._providers)

        assert (predicted.first_end - NOON).total_seconds() == pytest.approx(ends[0], rel=0.05, abs=slowest)
        assert (predicted.last_end - NOON).total_seconds() == pytest.approx(ends[-1], rel=0.05)


@pytest.mark.parametrize("amount", [1, 10, 300, 5000])
def test_look_ups_at_the_rate_of_one_provider(amount: int) -> None:
    Case([(Priority.NORMAL, amount)]).check()


@pytest.mark.parametrize("workers", [1, 3, 20])
def test_look_ups_that_are_limited_by_the_workers(workers: int) -> None:
    Case(
        [(Priority.NORMAL, 500)],
        providers=[SimulatedProvider(name="a", rate_per_second=50, latency_seconds=2)],
        workers=workers,
    ).check()


@pytest.mark.parametrize("burst", [1, 40])
def test_a_burst_comes_at_once(burst: int) -> None:
    Case(
        [(Priority.NORMAL, 200)], providers=[SimulatedProvider(name="a", rate_per_second=2, burst=burst)], workers=8
    ).check()


@pytest.mark.parametrize("priority", Priority)
@pytest.mark.parametrize("ageing", [AGEING, ARRIVAL, timedelta(minutes=1)])
def test_a_batch_behind_a_queue_of_mixed_priorities(priority: Priority, ageing: timedelta) -> None:
    waiting = [
        (-60.0 * minutes, each, 150)
        for minutes in range(1, 12)
        for each in (Priority.LOW, Priority.NORMAL, Priority.HIGH)
    ]

    Case([(priority, 2000)], waiting=waiting, ageing=ageing).check()


def test_a_batch_of_mixed_priorities() -> None:
    Case([(Priority.LOW, 1000), (Priority.HIGH, 1000), (Priority.NORMAL, 1000)]).check()


@pytest.mark.parametrize("priority", Priority)
def test_repeated_look_ups_that_come_meanwhile(priority: Priority) -> None:
    case = Case([(priority, 3000)], providers=[FIVE], workers=20)
    case.repeated(5, 300, Priority.NORMAL)
    case.repeated(10, 200, Priority.HIGH)
    case.repeated(15, 200, Priority.LOW)

    case.check()


def test_low_priority_is_passed_only_within_its_penalty() -> None:
    case = Case([(Priority.LOW, 1000)], providers=[FIVE], workers=20)
    case.repeated(5, 1250, Priority.HIGH)

    case.check()


@pytest.mark.parametrize("workers", [100, 400])
def test_what_the_first_provider_has_no_turn_for_goes_to_the_second(workers: int) -> None:
    Case([(Priority.NORMAL, 2000)], providers=[FAST, SLOW], workers=workers).check()


def test_the_first_provider_is_down() -> None:
    Case([(Priority.NORMAL, 3000)], providers=[DOWN, SLOW]).check()


@pytest.mark.parametrize("workers", [1, 10, 100])
def test_the_first_provider_fails_now_and_then(workers: int) -> None:
    Case([(Priority.NORMAL, 5000)], providers=[SHAKY, SLOW], workers=workers).check()


def test_without_a_provider_that_answers_there_is_no_end() -> None:
    loads = [ProviderLoad(rate_per_second=50, burst=1, failing=1, latency_seconds=1)]
    batch = Batch(planned=[Planned(priority=Priority.HIGH, due_at=NOON)])

    none = capacity(loads, in_flight=10, patience_seconds=5)

    assert predict(batch, Backlog(), none, now=NOON, ageing=AGEING) is None
