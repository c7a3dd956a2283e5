"""Invocations that do not come from a caller who waits."""

import json
import uuid
from typing import TYPE_CHECKING

import pytest

from tests.harness.waiting import wait_for
from tests.integration.infra.executor.deployment import Deployer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.literals import QueueAttributeNameType


def create_queue(sqs: "SQSClient", attributes: "Mapping[QueueAttributeNameType, str]") -> tuple[str, str]:
    """URL and ARN of a new queue."""
    url = sqs.create_queue(QueueName=uuid.uuid4().hex, Attributes=attributes)["QueueUrl"]
    found = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])
    return url, found["Attributes"]["QueueArn"]


def collect(sqs: "SQSClient", url: str, *, count: int) -> list[str]:
    """The bodies of this many messages, as they arrive."""
    bodies: list[str] = []

    def arrived() -> bool:
        reply = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=1)
        bodies.extend(message["Body"] for message in reply.get("Messages", []))
        return len(bodies) >= count

    wait_for(f"{count} messages in {url}", arrived)
    return bodies


def test_only_the_reported_messages_of_a_batch_come_back(deploy: Deployer, sqs: "SQSClient") -> None:
    dead_url, dead_arn = create_queue(sqs, {})
    redrive = json.dumps({"deadLetterTargetArn": dead_arn, "maxReceiveCount": "1"})
    url, arn = create_queue(sqs, {"VisibilityTimeout": "1", "RedrivePolicy": redrive})
    function = deploy("probe.reject_odd")
    for number in range(6):
        sqs.send_message(QueueUrl=url, MessageBody=str(number))

    function.client.create_event_source_mapping(
        FunctionName=function.name, EventSourceArn=arn, FunctionResponseTypes=["ReportBatchItemFailures"]
    )

    assert set(collect(sqs, dead_url, count=3)) == {"1", "3", "5"}


@pytest.mark.parametrize("death", [{"by": "exit", "status": 1}, {"by": "signal", "name": "SIGKILL"}])
def test_an_asynchronous_event_that_crashes_its_process_ends_as_a_dead_letter(
    deploy: Deployer, sqs: "SQSClient", death: dict[str, object]
) -> None:
    url, arn = create_queue(sqs, {})
    function = deploy("probe.end", dead_letters=arn)
    function.client.put_function_event_invoke_config(FunctionName=function.name, MaximumRetryAttempts=1)

    function.client.invoke(FunctionName=function.name, InvocationType="Event", Payload=json.dumps(death))

    assert [json.loads(body) for body in collect(sqs, url, count=1)] == [death]
