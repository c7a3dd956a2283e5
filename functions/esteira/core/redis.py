"""A client of Redis for whoever has better things to do than to wait for it."""

from pydantic import SecretStr
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as NotConnected
from redis.retry import Retry

from esteira.core.errors import BadSettings

TIMEOUT_SECONDS = 0.1
"""Redis answers in less than a millisecond where it is near."""


def connect(url: SecretStr) -> Redis:
    """A client that connects when it is first used. Nothing is said twice: no second try after a timeout.

    Raises `BadSettings`.
    """
    try:
        return Redis.from_url(
            url.get_secret_value(),
            socket_timeout=TIMEOUT_SECONDS,
            socket_connect_timeout=TIMEOUT_SECONDS,
            # A connection that was closed since it was last used is replaced at once.
            retry=Retry(NoBackoff(), 1, supported_errors=(NotConnected,)),
        )
    except ValueError:
        raise BadSettings("ESTEIRA_REDIS_URL cannot be understood.") from None
