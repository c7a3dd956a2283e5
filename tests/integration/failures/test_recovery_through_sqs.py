"""Errors through LocalStack's queues: published by those who have them, taken by the recovery, and healed."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from esteira.core.clock import utc_now
from esteira.core.errors import TargetUnavailable
from esteira.core.messages import encode
from esteira.core.postgres.database import Database
from esteira.core.reporting.error_message import encode_error
from esteira.core.reporting.error_report import report_of
from esteira.core.reporting.redis import COUNTS, MESSAGES_A_MINUTE
from esteira.core.reporting.wiring import error_publisher, report
from esteira.failures.failure import Failure, FailureFilter, FailureState, GroupFilter
from esteira.failures.postgres.failure_store import PostgresFailureStore
from esteira.failures.settle_failure import SettleDeps, retry_failure
from redis import Redis
from typer.testing import CliRunner

from infra.cli.main import build
from tests.fixtures.errors import error, lane_message
from tests.fixtures.errors import report as report_with
from tests.fixtures.messages import order
from tests.harness.consumption import Consumption, Services
from tests.harness.environment import environment
from tests.harness.queues import TestLane, make_lane, messages_in
from tests.harness.recovery import recover, recovery_variables
from tests.harness.redis import RedisServer
from tests.harness.waiting import wait_for

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient


@dataclass(frozen=True, kw_only=True)
class World:
    """A lane with its consumers, the queue `errors`, and the failures."""

    consumption: Consumption
    errors: TestLane
    redis_url: str
    store: PostgresFailureStore

    @property
    def sqs(self) -> "SQSClient":
        return self.consumption.sqs

    @property
    def failures(self) -> list[Failure]:
        return list(self.store.page(FailureFilter(limit=100)))

    def minutes(self) -> int:
        """In how many minutes errors were counted."""
        with Redis.from_url(self.redis_url) as redis:
            return len([key for key in redis.scan_iter(f"{COUNTS}:*") if not key.endswith(b":sent")])


@pytest.fixture
def consumption(localstack: str, target_dsn: str, own_mongo_url: str, tmp_path: Path) -> Iterator[Consumption]:
    services = Services(sqs_endpoint=localstack, target_dsn=target_dsn, mongo_url=own_mongo_url)
    with closing(Consumption(services, tmp_path)) as consumption:
        yield consumption


@pytest.fixture
def world(consumption: Consumption, own_redis: RedisServer, target_database: Database) -> Iterator[World]:
    errors = make_lane(consumption.sqs)
    variables = recovery_variables(
        endpoint=consumption.services.sqs_endpoint,
        target_dsn=consumption.services.target_dsn,
        redis_url=own_redis.url,
        errors=errors,
        orders=consumption.lane,
    )
    with environment(variables, error_publisher):
        yield World(
            consumption=consumption,
            errors=errors,
            redis_url=own_redis.url,
            store=PostgresFailureStore(target_database),
        )


def test_an_order_that_an_outage_made_a_dead_letter_arrives_once_it_is_sent_again(world: World) -> None:
    world.consumption.send([order(1)])
    away = world.consumption.consumer(target_dsn="postgresql://127.0.0.1:1/nowhere", outage_delay_seconds=1)
    with world.consumption.draining(away):
        wait_for("the order is dead", lambda: world.consumption.count_dead() == 1)
    recover()
    (failure,) = world.failures

    retry_failure(SettleDeps(store=world.store, clock=utc_now), failure.id, "tests")
    recover()
    with world.consumption.draining(world.consumption.consumer()):
        wait_for("the order arrives", lambda: world.consumption.count_arrived() == 1)

    assert (failure.state, failure.kind, failure.attempt) == (FailureState.WAITING, "database", 5)
    assert [one.state for one in world.failures] == [FailureState.RETRIED]


def test_a_storm_of_10_000_equal_errors_is_a_few_messages_and_their_number(world: World) -> None:
    error = TargetUnavailable("(connection refused)")

    for _ in range(100):
        report([report_of(error, component="flow", place="flow.show") for _ in range(100)])

    minutes, sent = world.minutes(), len(messages_in(world.sqs, world.errors.queue_url))
    recover()
    (group,) = world.store.groups(GroupFilter(limit=10))
    assert 0 < sent <= MESSAGES_A_MINUTE * minutes
    assert (group.count, sum(group.states.values())) == (10_000, sent)


def test_an_error_that_cannot_be_read_becomes_a_dead_letter_and_the_others_are_taken(world: World) -> None:
    world.sqs.send_message(QueueUrl=world.errors.queue_url, MessageBody="no error")
    report([report_with(original=encode(order(1)), message=lane_message("m1"))])

    def is_dead() -> bool:
        recover()
        return bool(messages_in(world.sqs, world.errors.dlq_url))

    wait_for("it is a dead letter", is_dead)

    assert [message["Body"] for message in messages_in(world.sqs, world.errors.dlq_url)] == ["no error"]
    assert [failure.state for failure in world.failures] == [FailureState.WAITING]


def test_reporting_to_a_queue_that_does_not_answer_gives_up_and_raises_nothing(world: World) -> None:
    with environment(
        {"AWS_ENDPOINT_URL": "http://127.0.0.1:1", "ESTEIRA_REDIS_URL": "redis://127.0.0.1:1/0"}, error_publisher
    ):
        report([report_with()])

    assert messages_in(world.sqs, world.errors.queue_url) == []


def test_dead_errors_are_brought_back_by_the_command_and_one_that_cannot_be_read_is_named(world: World) -> None:
    readable = [encode_error(error(f"m{number}")) for number in range(3)]
    for body in [*readable, "no error"]:
        world.sqs.send_message(QueueUrl=world.errors.dlq_url, MessageBody=body)

    shown = CliRunner().invoke(build(), ["failures", "redrive"], env={"COLUMNS": "300"})
    recover()

    (left,) = messages_in(world.sqs, world.errors.dlq_url)
    assert shown.exit_code == 0, shown.stderr
    assert "3 errors sent back" in shown.stdout
    assert f"left in errors-dlq: {left['MessageId']}" in shown.stdout
    assert len(world.failures) == 3
