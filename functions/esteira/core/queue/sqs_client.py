"""The factory of SQS clients, for AWS and an emulator, and the translation of their errors."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from esteira.core.errors import QueueUnavailable
from esteira.core.queue.aws_address import address_of

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient


USER_AGENT = "esteira"
"""As which CloudTrail and an emulator's log name this program."""


def sqs_client(
    queue_url: str,
    *,
    connections: int = 10,
    connect_timeout_seconds: float = 3,
    read_timeout_seconds: float = 30,
    retries: int = 3,
) -> "SQSClient":
    """Return a client for the account, region and endpoint of this queue. Thread-safe; connects at first use.

    The default read timeout is longer than the longest long poll, 20 s (R6).
    """
    config = Config(
        # A third of botocore's work on a request of ten messages: it would check what this package built, which SQS
        # checks too, and write its user agent out of a dozen parts, twice.
        parameter_validation=False,
        user_agent=USER_AGENT,
        connect_timeout=connect_timeout_seconds,
        read_timeout=read_timeout_seconds,
        retries={"mode": "standard", "total_max_attempts": retries + 1},
        max_pool_connections=connections,
    )
    return boto3.client("sqs", config=config, **address_of("sqs", queue_url))


@contextmanager
def queue_errors() -> Iterator[None]:
    """Raise errors of the SQS client as `QueueUnavailable`."""
    try:
        yield
    except (BotoCoreError, ClientError) as error:
        raise QueueUnavailable(f"({error})") from error
