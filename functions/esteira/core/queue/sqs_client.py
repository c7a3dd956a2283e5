"""One way to SQS, on AWS and on an emulator. A queue's URL says where it is, unless AWS_ENDPOINT_URL says otherwise."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from esteira.core.aws_address import address_of
from esteira.core.errors import QueueUnavailable

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient


def sqs_client(
    queue_url: str, *, connections: int = 10, read_timeout_seconds: float = 30, retries: int = 3
) -> "SQSClient":
    """A client for the service that this queue lives in; safe to share between threads. Connects at first use.

    The read timeout is above the longest wait of a long poll (R6).
    """
    config = Config(
        connect_timeout=3,
        read_timeout=read_timeout_seconds,
        retries={"mode": "standard", "total_max_attempts": retries + 1},
        max_pool_connections=connections,
    )
    return boto3.client("sqs", config=config, **address_of("sqs", queue_url))


@contextmanager
def queue_errors() -> Iterator[None]:
    """Whatever goes wrong on the way to SQS, in our word."""
    try:
        yield
    except (BotoCoreError, ClientError) as error:
        raise QueueUnavailable(f"({error})") from error
