"""One way to SQS, on AWS and on an emulator. A queue's URL says where it is, unless AWS_ENDPOINT_URL says otherwise."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from esteira.errors import QueueUnavailable

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

REGION_IN_URL = re.compile(r"//sqs\.([a-z0-9-]+)\.|/queue/([a-z0-9-]+)/")
EMULATORS_REGION = "us-east-1"
EMULATORS_KEYS = {"aws_access_key_id": "test", "aws_secret_access_key": "test"}
"""An emulator takes any pair of keys, but a request must be signed with one."""


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
    return boto3.client("sqs", config=config, region_name=_region(queue_url), **_whereabouts(queue_url))


@contextmanager
def queue_errors() -> Iterator[None]:
    """Whatever goes wrong on the way to SQS, in our word."""
    try:
        yield
    except (BotoCoreError, ClientError) as error:
        raise QueueUnavailable(f"({error})") from error


def _whereabouts(queue_url: str) -> dict[str, Any]:
    """What boto3 cannot know of an emulator's queue: its address where none is configured, and keys where none are."""
    if _on_aws(queue_url):
        return {}
    session = boto3.Session()
    keys: dict[str, Any] = {} if session.get_credentials() else EMULATORS_KEYS
    configured = session.client("sqs", region_name=EMULATORS_REGION, **keys).meta.endpoint_url
    parts = urlsplit(queue_url)
    return {**keys, "endpoint_url": f"{parts.scheme}://{parts.netloc}" if _on_aws(configured) else configured}


def _on_aws(url: str) -> bool:
    return ".amazonaws." in (urlsplit(url).hostname or "")


def _region(queue_url: str) -> str | None:
    """The region in the URL, else the configured one; an emulator's queue always has one."""
    if match := REGION_IN_URL.search(queue_url):
        return match[1] or match[2]
    return boto3.Session().region_name or (None if _on_aws(queue_url) else EMULATORS_REGION)
