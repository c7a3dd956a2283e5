"""T16: which messages a mapping deletes or redelivers, for every result of a function.

The table is AWS's ("Success and failure conditions" of Lambda with SQS). The results of the consumer function are
tested in `tests/unit/consumer/test_batch_handler.py`, and the setting of the template in `tests/template`.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.harness.queues import TestLane, make_lane, messages_in, sqs_client
from tests.harness.waiting import wait_for
from tests.integration.infra.executor.deployment import DeployedFunction, deployer, zipped

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

HANDLER = Path(__file__).parent / "functions" / "esm_contract.py"
TIMEOUT_SECONDS = 2
VISIBILITY_SECONDS = 3

ALL = frozenset({"a", "b", "c"})
REPORTED = frozenset({"b"})
NONE: frozenset[str] = frozenset()

REDELIVERED = {
    "reports some": REPORTED,
    "reports none": NONE,
    "returns nothing": NONE,
    "returns an empty object": NONE,
    "reports a null list": NONE,
    "reports under another key": ALL,
    "reports an unknown message": ALL,
    "reports a null identifier": ALL,
    "reports an empty identifier": ALL,
    "raises": ALL,
    "takes too long": ALL,
    "dies": ALL,
}


@pytest.fixture(scope="module")
def sqs(localstack: str) -> "SQSClient":
    return sqs_client(localstack)


@pytest.fixture(scope="module")
def function(localstack: str) -> DeployedFunction:
    code: Any = {"ZipFile": zipped({HANDLER.name: HANDLER.read_text(encoding="utf-8")})}
    return deployer(localstack)("esm_contract.handler", timeout_s=TIMEOUT_SECONDS, code=code)


@pytest.fixture(scope="module")
def lanes(function: DeployedFunction, sqs: "SQSClient") -> Iterator[Mapping[str, TestLane]]:
    """A lane for each case, filled and mapped in parallel, since each takes seconds."""
    made = {case: make_lane(sqs, visibility_seconds=VISIBILITY_SECONDS, max_receives=1) for case in REDELIVERED}
    for case, lane in made.items():
        _feed(sqs, lane, case)
    mappings = [_map(sqs, lane, function) for lane in made.values()]
    yield made
    for mapping in mappings:
        function.client.delete_event_source_mapping(UUID=mapping)


@pytest.mark.parametrize("case", REDELIVERED)
def test_a_mapping_redelivers_what_aws_documents(case: str, lanes: Mapping[str, TestLane], sqs: "SQSClient") -> None:
    lane = lanes[case]

    wait_for("the lane is empty", lambda: _count(sqs, lane.queue_url) == 0, every_seconds=0.3)

    redelivered = {json.loads(message["Body"])["name"] for message in messages_in(sqs, lane.dlq_url)}
    assert redelivered == REDELIVERED[case]


def _feed(sqs: "SQSClient", lane: TestLane, case: str) -> None:
    for name in sorted(ALL):
        body = {"case": case, "name": name, "reported": name in REPORTED}
        sqs.send_message(QueueUrl=lane.queue_url, MessageBody=json.dumps(body))


def _map(sqs: "SQSClient", lane: TestLane, function: DeployedFunction) -> str:
    arn = sqs.get_queue_attributes(QueueUrl=lane.queue_url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    mapping = function.client.create_event_source_mapping(
        FunctionName=function.name,
        EventSourceArn=arn,
        FunctionResponseTypes=["ReportBatchItemFailures"],
    )
    return mapping["UUID"]


def _count(sqs: "SQSClient", queue_url: str) -> int:
    names: Any = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    counts = sqs.get_queue_attributes(QueueUrl=queue_url, AttributeNames=names)["Attributes"]
    return sum(map(int, counts.values()))
