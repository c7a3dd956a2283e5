"""T19: a failed message is redelivered after its retry delay, also if the queue refuses to change the visibility."""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import pairwise

from esteira.core.queue.sqs_receiver import Delay, SqsQueueReceiver

from tests.fixtures.messages import order
from tests.harness.consumption import Consumption, MakeConsumption

MESSAGES = 200
NEEDED = 5
DELAY_SECONDS, GROWTH, JITTER = 1.0, 1.5, 0.1
SIMULATED = {"simulate_trouble": True, "retry_delay_seconds": DELAY_SECONDS, "retry_growth": GROWTH}
SLACK_SECONDS = 30.0
"""Tolerance for a busy machine. Without a delay the queue's own 40 s would apply."""


class InvalidReceipts(SqsQueueReceiver):
    """A queue that refuses every delay because the receipt handles are invalid."""

    def change_visibility(self, delays_seconds: Sequence[Delay]) -> int:
        """See `QueueReceiver.change_visibility`."""
        return super().change_visibility(
            [(replace(message, receipt_handle="invalid"), seconds) for message, seconds in delays_seconds]
        )


def test_the_gaps_between_attempts_are_the_configured_delays(make_consumption: MakeConsumption) -> None:
    consumption = make_consumption(visibility_seconds=40)
    consumption.send([order(n, needed=NEEDED) for n in range(1, MESSAGES + 1)])

    with consumption.draining(consumption.consumer(**SIMULATED)):
        consumption.await_rest()

    assert len(consumption.ends().arrived) == MESSAGES
    for number, gaps in gaps_by_attempt(consumption).items():
        delay = DELAY_SECONDS * GROWTH ** (number - 1)
        latest = math.ceil(delay * (1 + JITTER)) + SLACK_SECONDS
        assert min(gaps) >= delay
        assert sum(gap <= latest for gap in gaps) >= 0.99 * MESSAGES


def test_where_the_queue_refuses_delays_its_own_visibility_is_the_delay(make_consumption: MakeConsumption) -> None:
    consumption = make_consumption(visibility_seconds=2)
    consumption.send([order(n, needed=NEEDED) for n in range(1, MESSAGES + 1)])
    refusing = InvalidReceipts(consumption.sqs, consumption.lane.queue_url)
    refused = replace(consumption.consumer(**SIMULATED), queue_receiver=refusing)

    with consumption.draining(refused):
        consumption.await_rest()

    assert len(consumption.ends().arrived) == MESSAGES
    assert consumption.dead() == []


def gaps_by_attempt(consumption: Consumption) -> dict[int, list[float]]:
    """Return the seconds from each attempt to the next, by the number of the former."""
    times: dict[str, list[datetime]] = defaultdict(list)
    for document in consumption.attempts.find().sort("attempt"):
        times[document["message_id"]].append(document["processed_at"])
    gaps = defaultdict(list)
    for moments in times.values():
        for number, (earlier, later) in enumerate(pairwise(moments), 1):
            gaps[number].append((later - earlier).total_seconds())
    return gaps
