"""The bridge's connection to the broker: it waits for a Redis that takes writes, with short pauses and without end.

Celery survives a lost connection, but not a Redis that answers and refuses: a read-only replica, a full memory, a disk
that cannot be written to. The worker ends then, or, with `broker_channel_error_retry`, connects again without a pause.
"""

import time
from typing import Any

from celery.app.amqp import AMQP
from celery.worker.consumer import Consumer
from kombu.connection import Connection
from kombu.exceptions import OperationalError
from kombu.transport.redis import Transport
from redis.exceptions import RedisError

RETRY_AT_MOST_SECONDS = 5.0
"""Kombu's own pauses grow to 30 s, for which everything would wait after Redis is back."""

RECONNECT_PAUSE_SECONDS = 1.0

PROBE = "writable"
PROBE_MILLISECONDS = 1000


class BrokerConnection(Connection):
    """Counts as connected when Redis has taken a write. Every error of Redis counts as a lost connection."""

    @property
    def connection_errors(self) -> tuple[type[BaseException], ...]:
        """See `Connection.connection_errors`. Kombu raises some errors of Redis as its own `OperationalError`."""
        return (*Transport.connection_errors, RedisError, OperationalError)

    @property
    def recoverable_connection_errors(self) -> tuple[type[BaseException], ...]:
        """See `Connection.recoverable_connection_errors`."""
        return self.connection_errors

    def _ensure_connection(  # type: ignore[override]
        self,
        errback: Any = None,
        max_retries: int | None = None,
        interval_start: float = 1,
        interval_step: float = 1,
        interval_max: float = RETRY_AT_MOST_SECONDS,
        **options: Any,
    ) -> Any:
        pause = min(interval_max, RETRY_AT_MOST_SECONDS)
        return super()._ensure_connection(  # type: ignore[no-untyped-call]
            errback, max_retries, interval_start, interval_step, pause, **options
        )

    def _connection_factory(self) -> Any:
        connection = super()._connection_factory()  # type: ignore[no-untyped-call]
        try:
            self._write()
        except BaseException:
            self.collect()  # type: ignore[no-untyped-call]
            raise
        return connection

    def _write(self) -> None:
        channel = self.transport.create_channel(self._connection)
        try:
            channel.client.set(PROBE, 1, px=PROBE_MILLISECONDS)
        finally:
            channel.close()


class BrokerAmqp(AMQP):  # type: ignore[misc]
    """Makes every connection of the application a `BrokerConnection`."""

    Connection = BrokerConnection


class PacedConsumer(Consumer):  # type: ignore[misc]
    """Connects again after every error of the broker, with a pause: one that comes back at once must not cost a core.

    An acknowledgement that Redis refuses is such an error, too. Celery logs and forgets those that it counts among the
    errors of the connection; the worker would count the task as under way for good, and take no other.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        # Needs `broker_channel_error_retry`.
        self.channel_errors: tuple[type[BaseException], ...] = (*self.connection_errors, *self.channel_errors)
        self.connection_errors: tuple[type[BaseException], ...] = ()

    def on_connection_error_after_connected(self, exc: BaseException) -> None:
        """See `Consumer.on_connection_error_after_connected`."""
        super().on_connection_error_after_connected(exc)
        time.sleep(RECONNECT_PAUSE_SECONDS)
