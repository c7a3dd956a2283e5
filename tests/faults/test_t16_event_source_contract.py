"""T16: which messages a mapping deletes or redelivers, for every answer of a function.

The table is AWS's own ("Success and failure conditions" of Lambda with SQS). What our function answers is tested in
`tests/unit/consumer/test_door.py`; that the template asks for it, in `tests/template`.
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

BROUGHT_BACK = {
    "reports some": REPORTED,
    "reports none": NONE,
    "answers nothing": NONE,
    "answers an empty object": NONE,
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
    return deployer(localstack)("esm_contract.answer", timeout_s=TIMEOUT_SECONDS, code=code)


@pytest.fixture(scope="module")
def lanes(function: DeployedFunction, sqs: "SQSClient") -> Iterator[Mapping[str, TestLane]]:
    """A lane for each case, fed and mapped at once, since each takes its time."""
    made = {case: make_lane(sqs, visibility_seconds=VISIBILITY_SECONDS, max_receives=1) for case in BROUGHT_BACK}
    for case, lane in made.items():
        _feed(sqs, lane, case)
    mappings = [_map(sqs, lane, function) for lane in made.values()]
    yield made
    for mapping in mappings:
        function.client.delete_event_source_mapping(UUID=mapping)


@pytest.mark.parametrize("case", BROUGHT_BACK)
def test_a_mapping_brings_back_what_aws_says_it_does(
    case: str, lanes: Mapping[str, TestLane], sqs: "SQSClient"
) -> None:
    lane = lanes[case]

    wait_for("the lane is empty", lambda: _count(sqs, lane.queue_url) == 0, within_seconds=60, every_seconds=0.3)

    brought_back = {json.loads(message["Body"])["name"] for message in messages_in(sqs, lane.dlq_url)}
    assert brought_back == BROUGHT_BACK[case]


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
