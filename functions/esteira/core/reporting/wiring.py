"""The composition root of error reports, for every function and worker."""

from collections.abc import Iterator, Sequence
from functools import partial
from urllib.parse import unquote

from pydantic import SecretStr

from esteira.core.log import logger
from esteira.core.reporting.error_report import ErrorReport
from esteira.core.reporting.memory import ProcessStormBrake
from esteira.core.reporting.publish_errors import ErrorPublisher, publish_errors
from esteira.core.reporting.redis import RedisStormBrake
from esteira.core.settings import ReportingSettings, read
from esteira.core.wiring import Wired

SEND_SECONDS = 1
"""Limit of a connection, and of an answer, of the queue."""


def report(reports: Sequence[ErrorReport]) -> None:
    """Publish these errors, where a queue for them is configured. Never raises; takes some ten milliseconds.

    A queue or a Redis that hangs costs two seconds three times in a row, then nothing for a while.
    """
    if not reports:
        return
    try:
        publisher = error_publisher()
    except Exception:
        # Wrong settings are told by the work itself; here they must not become its error.
        logger.exception("errors not published", action="report", count=len(reports))
        return
    if publisher:
        publish_errors(publisher, reports)


@Wired
def error_publisher() -> ErrorPublisher | None:
    """Return the publisher of this process; None without a queue."""
    settings = read(ReportingSettings)
    if not settings.errors_queue_url:
        return None
    # Imported here: boto3 costs a cold start half a second, and most processes never report an error.
    from esteira.core.queue.sqs_client import sqs_client
    from esteira.core.queue.sqs_sender import SqsQueueSender

    client = sqs_client(
        settings.errors_queue_url, connect_timeout_seconds=SEND_SECONDS, read_timeout_seconds=SEND_SECONDS, retries=0
    )
    own = ProcessStormBrake()
    return ErrorPublisher(
        queue=SqsQueueSender(client, settings.errors_queue_url),
        brake=RedisStormBrake(settings.redis_url) if settings.redis_url else own,
        own_brake=own,
        known_secrets=partial(_known_secrets, settings),
    )


def _known_secrets(settings: ReportingSettings) -> Sequence[str]:
    return [secret for value in settings.known_secrets for secret in _parts(value)]


def _parts(value: SecretStr) -> Iterator[str]:
    """Yield the secret, and the password in it if it is a connection string."""
    text = value.get_secret_value()
    yield text
    user, at, _ = text.partition("://")[2].rpartition("@")
    if at and ":" in user:
        password = user.partition(":")[2]
        yield password
        yield unquote(password)
