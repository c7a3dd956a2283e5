"""The bridge's connection to its broker: a Redis that refuses writes is not connected, and is asked again soon."""

from collections.abc import Iterator

import pytest
from kombu.exceptions import OperationalError
from kombu.transport.redis import Transport
from redis import Redis
from redis.exceptions import OutOfMemoryError, ReadOnlyError, ResponseError

from bridge.broker_connection import PROBE, RETRY_AT_MOST_SECONDS, BrokerConnection
from bridge.queues import KEY_PREFIX
from tests.harness.ports import free_port
from tests.harness.redis import RedisServer, Trouble


class _Stopped(Exception):
    """The test has seen enough."""


@pytest.fixture
def connection(own_redis: RedisServer) -> Iterator[BrokerConnection]:
    options = {"global_keyprefix": KEY_PREFIX}
    with BrokerConnection(own_redis.url, transport_options=options) as connection:  # type: ignore[no-untyped-call]
        yield connection


@pytest.mark.parametrize("trouble", ["read-only", "full"])
def test_a_redis_that_refuses_writes_is_connected_to_when_it_takes_them_again(
    own_redis: RedisServer, connection: BrokerConnection, trouble: Trouble
) -> None:
    with own_redis.troubled(trouble), pytest.raises(OperationalError):
        connection.ensure_connection(max_retries=1)  # type: ignore[no-untyped-call]
    refused = connection.connected

    connection.ensure_connection(max_retries=1)  # type: ignore[no-untyped-call]

    assert (refused, connection.connected) == (False, True)


def test_the_probe_is_under_the_prefix_of_the_broker_and_leaves_nothing(
    own_redis: RedisServer, connection: BrokerConnection
) -> None:
    connection.ensure_connection(max_retries=1)  # type: ignore[no-untyped-call]

    with Redis(port=own_redis.port) as redis:
        assert redis.pttl(f"{KEY_PREFIX}{PROBE}") != -1


@pytest.mark.parametrize("error", [ReadOnlyError, OutOfMemoryError, ResponseError, OperationalError, OSError])
def test_every_error_of_redis_lets_a_worker_connect_again(connection: BrokerConnection, error: type[Exception]) -> None:
    assert issubclass(error, connection.connection_errors)
    assert not issubclass(ZeroDivisionError, (*connection.connection_errors, *Transport.channel_errors))


def test_no_pause_between_two_tries_is_longer_than_a_few_seconds() -> None:
    pauses: list[float] = []

    def stop() -> None:
        if pauses:
            raise _Stopped

    connection = BrokerConnection(f"redis://127.0.0.1:{free_port()}/0")  # type: ignore[no-untyped-call]
    with connection, pytest.raises(_Stopped):
        connection.ensure_connection(  # type: ignore[no-untyped-call]
            lambda _, pause: pauses.append(pause), interval_start=60, interval_max=60, callback=stop
        )

    assert pauses == [RETRY_AT_MOST_SECONDS]
