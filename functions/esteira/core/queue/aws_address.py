"""Region, endpoint and credentials of the AWS services that a queue belongs to, on AWS and on an emulator.

They are derived from the queue's URL. AWS_ENDPOINT_URL takes precedence for the endpoint.
"""

import re
from typing import Any, Literal
from urllib.parse import urlsplit

import boto3

AwsService = Literal["sqs", "lambda", "s3", "cloudformation", "events", "logs"]

REGION_IN_URL = re.compile(r"//sqs\.([a-z0-9-]+)\.|/queue/([a-z0-9-]+)/")
EMULATOR_REGION = "us-east-1"
EMULATOR_KEYS = {"aws_access_key_id": "test", "aws_secret_access_key": "test"}
"""An emulator accepts any pair of keys, but every request must be signed with one."""


def address_of(service: AwsService, queue_url: str) -> dict[str, Any]:
    """Return the boto3 client options of a service in the same account, region and endpoint as this queue."""
    return {"region_name": _region(queue_url), **_emulator_options(service, queue_url)}


def _emulator_options(service: AwsService, queue_url: str) -> dict[str, Any]:
    """Return an emulator's endpoint, and test keys where no credentials are configured; nothing on AWS."""
    if on_aws(queue_url):
        return {}
    session = boto3.Session()
    keys: dict[str, Any] = {} if session.get_credentials() else EMULATOR_KEYS
    configured = boto3.client(service, region_name=EMULATOR_REGION, **keys).meta.endpoint_url
    parts = urlsplit(queue_url)
    return {**keys, "endpoint_url": f"{parts.scheme}://{parts.netloc}" if on_aws(configured) else configured}


def on_aws(url: str) -> bool:
    """Return whether a URL is one of AWS itself, not of an emulator."""
    return ".amazonaws." in (urlsplit(url).hostname or "")


def _region(queue_url: str) -> str | None:
    """Return the region in the URL, else the configured one, else the default of an emulator; None for AWS then."""
    if match := REGION_IN_URL.search(queue_url):
        return match[1] or match[2]
    return boto3.Session().region_name or (None if on_aws(queue_url) else EMULATOR_REGION)
