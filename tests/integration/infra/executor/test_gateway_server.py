"""LocalStack behind the executor's own server, as AWS clients use it."""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import boto3
import httpx
import pytest
from botocore.config import Config

from tests.integration.infra.executor.deployment import Deployer, credentials
from tests.integration.infra.executor.http_door import http_door

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sqs import SQSClient

LARGE = os.urandom(6 * 1024 * 1024)
WAITING_CLIENTS = 80
DOOR = """
import json

def show_headers(event, context):
    return {"statusCode": 200, "body": json.dumps(event["headers"])}
"""


@pytest.fixture(scope="module")
def s3(localstack: str) -> "S3Client":
    """The storage of the shared LocalStack."""
    return boto3.client("s3", config=Config(s3={"addressing_style": "path"}), **credentials(localstack))


@pytest.fixture(scope="module")
def bucket(s3: "S3Client") -> str:
    """An empty bucket."""
    name = f"server-{uuid4().hex[:12]}"
    s3.create_bucket(Bucket=name)
    return name


@pytest.fixture
def queue(sqs: "SQSClient") -> Iterator[str]:
    """An empty queue."""
    url = sqs.create_queue(QueueName=f"server-{uuid4().hex[:12]}")["QueueUrl"]
    yield url
    sqs.delete_queue(QueueUrl=url)


def test_a_large_object_comes_back_as_it_was_stored(s3: "S3Client", bucket: str) -> None:
    # botocore sends "Expect: 100-continue" and a body in chunks with a checksum behind it.
    s3.upload_fileobj(BytesIO(LARGE), bucket, "large")

    assert s3.get_object(Bucket=bucket, Key="large")["Body"].read() == LARGE


def test_metadata_keep_their_names(s3: "S3Client", bucket: str) -> None:
    s3.put_object(Bucket=bucket, Key="named", Body=b"", Metadata={"with_underscore": "1", "with-dash": "2"})

    assert s3.head_object(Bucket=bucket, Key="named")["Metadata"] == {"with_underscore": "1", "with-dash": "2"}


def test_presigned_urls_store_and_fetch(s3: "S3Client", bucket: str) -> None:
    place = {"Bucket": bucket, "Key": "a report/März 2026.csv"}
    httpx.put(s3.generate_presigned_url("put_object", Params=place), content=b"a;b").raise_for_status()

    assert httpx.get(s3.generate_presigned_url("get_object", Params=place)).content == b"a;b"


def test_a_part_of_an_object_is_fetched(s3: "S3Client", bucket: str) -> None:
    s3.put_object(Bucket=bucket, Key="parts", Body=b"0123456789")

    assert s3.get_object(Bucket=bucket, Key="parts", Range="bytes=2-4")["Body"].read() == b"234"


def test_many_clients_that_wait_for_messages_hold_up_no_other(localstack: str, sqs: "SQSClient", queue: str) -> None:
    waiting = boto3.client("sqs", config=Config(max_pool_connections=WAITING_CLIENTS), **credentials(localstack))
    with ThreadPoolExecutor(WAITING_CLIENTS) as clients:
        received = [
            clients.submit(waiting.receive_message, QueueUrl=queue, WaitTimeSeconds=20) for _ in range(WAITING_CLIENTS)
        ]
        for start in range(0, WAITING_CLIENTS, 10):
            entries: Any = [{"Id": str(number), "MessageBody": str(start + number)} for number in range(10)]
            sqs.send_message_batch(QueueUrl=queue, Entries=entries)
        bodies = [message["Body"] for each in received for message in each.result().get("Messages", [])]

    assert sorted(map(int, bodies)) == list(range(WAITING_CLIENTS))


def test_a_function_sees_header_names_as_the_client_wrote_them(deploy: Deployer) -> None:
    url = http_door(deploy("door.show_headers", files={"door.py": DOOR}))

    assert httpx.post(url, headers={"X-CamelCase": "1", "x-lower": "2"}).json()["X-CamelCase"] == "1"
