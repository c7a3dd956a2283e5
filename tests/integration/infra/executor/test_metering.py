"""LocalStack counts what AWS would bill: requests, chunks of 64 KiB, invocations, log text."""

import time
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx

from tests.harness.waiting import wait_for
from tests.integration.infra.executor.deployment import Deployer
from tests.integration.infra.executor.limited_api import BURST, limited_api
from tests.integration.infra.executor.mapped_queue import mapped_queue

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

Sums = Mapping[tuple[str, str], Mapping[str, int]]
"""Amounts by operation and caller."""


def counted(endpoint: str, resource: str) -> Sums:
    """What was counted of this queue, function or log group."""
    answer = httpx.get(f"{endpoint}/_aws/metering", params={"since": 0}).json()
    sums: dict[tuple[str, str], dict[str, int]] = {}
    for minute in answer["minutes"]:
        for row in minute["rows"]:
            add(sums, resource, dict(zip(answer["columns"], row, strict=True)))
    return sums


def add(sums: dict[tuple[str, str], dict[str, int]], resource: str, row: dict[str, Any]) -> None:
    """Add a row to the sums if it is of this resource."""
    service, operation, of, caller = (row.pop(name) for name in ("service", "operation", "resource", "caller"))
    if of == resource:
        sum_ = sums.setdefault((f"{service}:{operation}", caller), dict.fromkeys(row, 0))
        sum_.update({name: sum_[name] + amount for name, amount in row.items()})


def new_queue(sqs: "SQSClient") -> tuple[str, str]:
    """Name and URL of a new queue."""
    name = uuid.uuid4().hex
    return name, sqs.create_queue(QueueName=name)["QueueUrl"]


def test_a_request_to_a_queue_counts_once_for_each_64_kib_of_its_messages(localstack: str, sqs: "SQSClient") -> None:
    name, url = new_queue(sqs)
    entries: Any = [{"Id": str(n), "MessageBody": "x" * 20_000, "MessageGroupId": "one"} for n in range(10)]

    sqs.send_message_batch(QueueUrl=url, Entries=entries)
    sqs.send_message(QueueUrl=url, MessageBody="é")

    sums = counted(localstack, name)
    assert sums["sqs:SendMessageBatch", "client"] == {
        "requests": 4, "empty": 0, "grouped": 4, "items": 10, "bytes": 200_000, "mib_ms": 0,
    }  # fmt: skip
    assert sums["sqs:SendMessage", "client"] == {
        "requests": 1, "empty": 0, "grouped": 0, "items": 1, "bytes": 2, "mib_ms": 0,
    }  # fmt: skip


def test_a_receive_that_finds_nothing_is_counted_as_empty(localstack: str, sqs: "SQSClient") -> None:
    name, url = new_queue(sqs)

    sqs.receive_message(QueueUrl=url)

    sums = counted(localstack, name)["sqs:ReceiveMessage", "client"]
    assert (sums["requests"], sums["empty"], sums["items"]) == (1, 1, 0)


def test_a_refused_request_is_not_counted(localstack: str, sqs: "SQSClient") -> None:
    name, url = new_queue(sqs)
    sqs.delete_queue(QueueUrl=url)

    reply = httpx.post(
        url, content=b"Action=ReceiveMessage", headers={"Content-Type": "application/x-www-form-urlencoded"}
    )

    assert reply.status_code >= 400
    assert ("sqs:ReceiveMessage", "client") not in counted(localstack, name)


def test_a_mapping_counts_as_the_requests_of_ten_that_aws_would_make(
    localstack: str, sqs: "SQSClient", deploy: Deployer, tmp_path: Path
) -> None:
    queue = mapped_queue(sqs, deploy, tmp_path)
    queue.send(str(number) for number in range(95))

    queue.deliver()
    queue.await_empty()

    name = queue.url.rpartition("/")[2]
    deleted_by = ("sqs:DeleteMessageBatch", "mapping")
    # A deletion counts just after it.
    wait_for("the last deletion counts", lambda: counted(localstack, name).get(deleted_by, {}).get("items", 0) >= 95)
    sums = counted(localstack, name)
    received, deleted = sums["sqs:ReceiveMessage", "mapping"], sums[deleted_by]
    events = [len(event["Records"]) for event in queue.events]
    assert received["items"] == deleted["items"] == sum(events) == 95
    assert received["requests"] - received["empty"] == deleted["requests"] == sum(-(-size // 10) for size in events)


def test_an_invocation_counts_with_its_billed_time_at_the_whole_memory(localstack: str, deploy: Deployer) -> None:
    function = deploy("probe.accept", memory_mb=256)

    reports = [billed_ms(function.invoke().lines[-1]) for _ in range(2)]

    sums = counted(localstack, function.name)["lambda:Invoke", "x86_64"]
    assert (sums["requests"], sums["mib_ms"]) == (2, 256 * sum(reports))


def test_the_log_of_an_invocation_counts_with_what_aws_adds_to_each_line(localstack: str, deploy: Deployer) -> None:
    function = deploy("probe.accept")
    lines = function.invoke().lines

    def logged() -> Mapping[str, int]:
        return counted(localstack, f"/aws/lambda/{function.name}").get(("logs:PutLogEvents", "mapping"), {})

    sums = wait_for("the log is counted", logged)
    assert (sums["items"], sums["bytes"]) == (len(lines), sum(len(f"{line}\n".encode()) + 26 for line in lines))


def test_a_call_that_api_gateway_refuses_for_its_rate_is_not_counted(localstack: str, deploy: Deployer) -> None:
    function = deploy("probe.accept")
    url = limited_api(function)
    with httpx.Client(timeout=60) as http:
        answers = [http.post(url).status_code for _ in range(BURST + 1)]

    assert answers[-1] == 429
    assert counted(localstack, function.name)["apigateway:Call", "client"]["requests"] == BURST


def test_only_minutes_that_began_since_a_moment_are_given(localstack: str, sqs: "SQSClient") -> None:
    new_queue(sqs)

    later = httpx.get(f"{localstack}/_aws/metering", params={"since": time.time() + 3600}).json()

    assert later["minutes"] == []
    assert later["started_at"] < later["now"]


def billed_ms(report: str) -> int:
    """The billed duration in a REPORT line."""
    return int(report.partition("Billed Duration: ")[2].partition(" ms")[0])
