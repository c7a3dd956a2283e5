"""T15: kill -9 of the recovery worker between its effects: no error is lost, and what it sends twice arrives once.

`KILLS` is the number of kills for each failpoint. Of an error that five killed workers received the queue makes a dead
letter, which `esteira failures redrive` brings back. `ERRORS` is the number of errors in the queue.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from datetime import timedelta

import psycopg
import pytest
from esteira.core.messages import encode
from esteira.core.queue.batching import MAX_BATCH_ENTRIES
from esteira.core.reporting.error_message import encode_error
from esteira.core.reporting.redis import COUNTS, MINUTES
from redis import Redis

from tests.faults.figures import log_figures
from tests.fixtures.errors import error
from tests.fixtures.messages import order
from tests.harness.consumption import Consumption
from tests.harness.environment import environment
from tests.harness.forked import start
from tests.harness.queues import TestLane, make_lane, messages_in
from tests.harness.recovery import recover, recovery_variables
from tests.harness.redis import RedisServer
from tests.harness.waiting import wait_for

ESTEIRA = (sys.executable, "-m", "infra.cli.main")
KILLS = int(os.environ.get("KILLS") or 2)
ERRORS = int(os.environ.get("ERRORS") or 20)
STORM = 10_000
VISIBILITY_SECONDS = 2
TAKING = ("recovery.after_receive", "recovery.after_store", "recovery.after_acknowledge", "recovery.after_count")
SENDING = ("recovery.after_claim", "recovery.after_send")


def publish(consumption: Consumption, errors: TestLane, numbers: range) -> None:
    """Publish the last errors of so many orders."""
    for number in numbers:
        message = order(number)
        body = encode_error(error(str(message.message_id), original=encode(message)))
        consumption.sqs.send_message(QueueUrl=errors.queue_url, MessageBody=body)


def count_storm(redis_url: str) -> None:
    """Count errors in a minute that is over."""
    minute = int(time.time() // 60) - 2
    with Redis.from_url(redis_url) as redis:
        redis.hset(f"{COUNTS}:{minute}", error().fingerprint, STORM)
        redis.sadd(MINUTES, minute)


def kill_at(failpoint: str, variables: Mapping[str, str]) -> None:
    """Run the recovery until it is killed there, since errors in the hand of one that was killed come back later."""

    def is_killed() -> bool:
        process = start(recover, {**variables, "ESTEIRA_FAILPOINT": f"{failpoint}:kill"})
        process.join(timeout=60)
        return process.exitcode == -9

    wait_for(f"a recovery is killed at {failpoint}", is_killed)


def make_due(target_dsn: str) -> None:
    """Move the times of all that waits into the past, also those of claims whose worker was killed."""
    with psycopg.connect(target_dsn) as connection:
        connection.execute("UPDATE failures SET due_at = due_at - %s WHERE state = 'waiting'", [timedelta(days=1)])


def ask(target_dsn: str, query: str) -> int:
    with psycopg.connect(target_dsn) as connection:
        return int(connection.execute(query).fetchall()[0][0])


@pytest.mark.parametrize("failpoint", [*TAKING, *SENDING])
def test_a_recovery_killed_between_two_effects_loses_nothing_and_the_consumer_absorbs_what_is_doubled(
    consumption: Consumption, own_redis: RedisServer, failpoint: str
) -> None:
    target_dsn = consumption.services.target_dsn
    errors = make_lane(consumption.sqs, visibility_seconds=VISIBILITY_SECONDS)
    variables = recovery_variables(
        endpoint=consumption.services.sqs_endpoint,
        target_dsn=target_dsn,
        redis_url=own_redis.url,
        errors=errors,
        orders=consumption.lane,
    )
    count_storm(own_redis.url)
    with environment(variables):
        for kill in range(KILLS):
            publish(consumption, errors, range(1 + kill, 1 + ERRORS, KILLS))
            if failpoint in SENDING:
                take_all(errors, consumption)
                make_due(target_dsn)
            kill_at(failpoint, variables)
            make_due(target_dsn)
        take_all(errors, consumption)
        died, redriven = len(messages_in(consumption.sqs, errors.dlq_url)), redrive()
        take_all(errors, consumption)
        make_due(target_dsn)
        recover()

    sent = len(messages_in(consumption.sqs, consumption.lane.queue_url))
    with consumption.draining(consumption.consumer()):
        wait_for("all orders arrive", lambda: consumption.count_arrived() == ERRORS)
        consumption.await_rest()
    kept = ask(target_dsn, "SELECT count(*) FROM failures WHERE state = 'retried'")
    count = ask(target_dsn, "SELECT sum(count) FROM failure_counts")
    arrived = consumption.count_arrived()
    log_figures(errors=ERRORS, kills=KILLS, died=died, kept=kept, sent=sent, arrived=arrived, count=count)
    assert redriven == died
    assert (kept, count, consumption.count_dead()) == (ERRORS, STORM, 0)
    assert messages_in(consumption.sqs, errors.dlq_url) == []
    assert ERRORS <= sent <= ERRORS + (MAX_BATCH_ENTRIES * KILLS if failpoint == "recovery.after_send" else 0)


def take_all(errors: TestLane, consumption: Consumption) -> None:
    """Run the recovery until it has all errors, also those that a killed one held."""

    def is_empty() -> bool:
        recover()
        return in_queue(consumption, errors) == 0

    wait_for("all errors are taken", is_empty)


def redrive() -> int:
    """Bring dead errors back by the command, and return how many."""
    done = subprocess.run([*ESTEIRA, "failures", "redrive", "--json"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    redriven = json.loads(done.stdout)
    assert redriven["left"] == []
    return int(redriven["sent"])


def in_queue(consumption: Consumption, errors: TestLane) -> int:
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    reply = consumption.sqs.get_queue_attributes(QueueUrl=errors.queue_url, AttributeNames=names)  # type: ignore[arg-type]
    return sum(int(number) for number in reply["Attributes"].values())
