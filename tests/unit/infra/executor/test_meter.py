"""The meter sums what is counted, minute by minute, for a day."""

from localstack_process_executor.meter import KEPT_MINUTES, Amounts, Meter, MeterKey

KEY = MeterKey("sqs", "SendMessage", "orders", "client")


class Hand:
    """A clock that is set by hand, in seconds."""

    def __init__(self) -> None:
        self.now = 600.0

    def __call__(self) -> float:
        return self.now


def test_amounts_of_one_minute_are_summed_and_others_stand_apart() -> None:
    clock = Hand()
    meter = Meter(clock)
    meter.count(KEY, Amounts(requests=1, items=2))
    meter.count(KEY, Amounts(requests=1, items=3))
    clock.now = 660
    meter.count(KEY, Amounts(requests=7))

    answer = meter.since(0)

    assert answer["minutes"] == [
        {"at": 600, "rows": [[*KEY, 2, 0, 0, 5, 0, 0]]},
        {"at": 660, "rows": [[*KEY, 7, 0, 0, 0, 0, 0]]},
    ]
    assert (answer["started_at"], answer["now"]) == (600, 660)


def test_only_minutes_that_began_since_the_moment_are_given() -> None:
    clock = Hand()
    meter = Meter(clock)
    meter.count(KEY, Amounts(requests=1))

    assert meter.since(601)["minutes"] == []


def test_minutes_older_than_a_day_are_forgotten() -> None:
    clock = Hand()
    meter = Meter(clock)
    for _ in range(KEPT_MINUTES + 1):
        meter.count(KEY, Amounts(requests=1))
        clock.now += 60

    minutes = meter.since(0)["minutes"]

    assert isinstance(minutes, list)
    assert (len(minutes), minutes[0]["at"]) == (KEPT_MINUTES, 660)
