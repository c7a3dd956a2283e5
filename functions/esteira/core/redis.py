"""Clients of Redis, and the translation of their errors. The only place that creates a client or catches its errors."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pydantic import SecretStr
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as ConnectionLost
from redis.exceptions import RedisError
from redis.retry import Retry

from esteira.core.connections.secret import doubt
from esteira.core.errors import BadSettings, Unavailable
from esteira.core.redis_trouble import redis_trouble

DEFAULT_TIMEOUT_SECONDS = 2.0
LOW_TIMEOUT_SECONDS = 0.1
"""For callers that must not be delayed. A Redis nearby answers in less than a millisecond."""


def redis_client(url: SecretStr, *, decode: bool = True) -> Redis:
    """Return a client that connects at its first command. Answers are text, or bytes without `decode`.

    A command that failed or timed out is sent once more, on a new connection if need be. Raises `BadSettings`.
    """
    return _client(url, DEFAULT_TIMEOUT_SECONDS, retry=Retry(NoBackoff(), 1), decode_responses=decode)


def low_timeout_client(url: SecretStr) -> Redis:
    """Return a client for callers that must not be delayed; its answers are bytes. Raises `BadSettings`.

    A command is repeated only if its connection was lost, never after a timeout: it may have been carried out.
    """
    return _client(url, LOW_TIMEOUT_SECONDS, retry=Retry(NoBackoff(), 1, supported_errors=(ConnectionLost,)))


@contextmanager
def redis_errors(unavailable: type[Unavailable]) -> Iterator[None]:
    """Raise errors of Redis and of the connection as `unavailable`, with what is wrong with Redis in a sentence."""
    try:
        yield
    except (RedisError, OSError) as error:
        doubt()
        raise unavailable(f"({type(error).__name__})", cause=redis_trouble(error)) from error


def _client(url: SecretStr, timeout_seconds: float, **options: Any) -> Redis:
    try:
        return Redis.from_url(
            url.get_secret_value(),
            socket_timeout=timeout_seconds,
            socket_connect_timeout=timeout_seconds,
            **options,
        )
    except ValueError:
        # The library's message would repeat a part of the password.
        raise BadSettings("ESTEIRA_REDIS_URL cannot be parsed; in a password / is %2F and # is %23.") from None
