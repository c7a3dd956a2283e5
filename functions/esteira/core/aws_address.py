"""Where AWS's services are: those that a queue belongs to, on AWS and on an emulator.

A queue's URL says where it is, unless AWS_ENDPOINT_URL says otherwise.
"""

import re
from typing import Any, Literal
from urllib.parse import urlsplit

import boto3

AwsService = Literal["sqs", "lambda"]

REGION_IN_URL = re.compile(r"//sqs\.([a-z0-9-]+)\.|/queue/([a-z0-9-]+)/")
EMULATORS_REGION = "us-east-1"
EMULATORS_KEYS = {"aws_access_key_id": "test", "aws_secret_access_key": "test"}
"""An emulator takes any pair of keys, but a request must be signed with one."""


def address_of(service: AwsService, queue_url: str) -> dict[str, Any]:
    """The options with which boto3 makes a client of the service in the same account and place as this queue."""
    return {"region_name": _region(queue_url), **_whereabouts(service, queue_url)}


def _whereabouts(service: AwsService, queue_url: str) -> dict[str, Any]:
    """What boto3 cannot know of an emulator: its address where none is configured, and keys where none are."""
    if _on_aws(queue_url):
        return {}
    session = boto3.Session()
    keys: dict[str, Any] = {} if session.get_credentials() else EMULATORS_KEYS
    configured = session.client(service, region_name=EMULATORS_REGION, **keys).meta.endpoint_url
    parts = urlsplit(queue_url)
    return {**keys, "endpoint_url": f"{parts.scheme}://{parts.netloc}" if _on_aws(configured) else configured}


def _on_aws(url: str) -> bool:
    return ".amazonaws." in (urlsplit(url).hostname or "")


def _region(queue_url: str) -> str | None:
    """The region in the URL, else the configured one; an emulator's queue always has one."""
    if match := REGION_IN_URL.search(queue_url):
        return match[1] or match[2]
    return boto3.Session().region_name or (None if _on_aws(queue_url) else EMULATORS_REGION)
