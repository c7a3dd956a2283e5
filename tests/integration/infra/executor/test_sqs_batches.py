"""What LocalStack delivers of a queue to a function: events of at most 6 MB, with the bodies as they were sent."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from infra.local.services.localstack import EMULATOR_PYTHON
from tests.harness.localstack import LocalStack
from tests.harness.waiting import wait_for
from tests.integration.infra.executor.deployment import Deployer
from tests.integration.infra.executor.mapped_queue import MappedQueue, mapped_queue, receives

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

LIMIT_BYTES = 6_291_456

MakeQueue = Callable[..., MappedQueue]


@pytest.fixture
def make_queue(sqs: "SQSClient", deploy: Deployer, tmp_path: Path) -> MakeQueue:
    """Makes a queue with its function."""
    return lambda **options: mapped_queue(sqs, deploy, tmp_path, **options)


@pytest.mark.parametrize(
    ("bodies", "events"),
    [
        (["m" * 1_000_000] * 7, 2),
        (["é" * 500_000] * 3, 2),
        (['"\\' * 250_000] * 7, 2),
        ([f"{number}{'x' * 6000}" for number in range(1000)], 2),
    ],
    ids=["large", "accents", "escapes", "many"],
)
def test_a_batch_over_six_megabytes_arrives_in_several_events(
    make_queue: MakeQueue, bodies: list[str], events: int
) -> None:
    queue = make_queue()
    queue.send(bodies)

    queue.deliver()

    records = queue.received(len(bodies))
    assert sorted(record["body"] for record in records) == sorted(bodies)
    assert receives(records) == {1}
    assert len(queue.events) == events
    assert max(len(json.dumps(event)) for event in queue.events) <= LIMIT_BYTES
    queue.await_empty()


def test_each_event_of_a_batch_reports_its_own_failures(make_queue: MakeQueue) -> None:
    queue = make_queue(visibility_seconds=3)
    failing, good = [f"fail {number}{'m' * 900_000}" for number in (1, 2)], ["m" * 900_000] * 6
    queue.send([failing[0], *good, failing[1]])

    queue.deliver()

    records = queue.received(10)
    again = [record["body"] for record in records if record["attributes"]["ApproximateReceiveCount"] == "2"]
    assert sorted(again)[:2] == sorted(failing)
    assert receives(record for record in records if not record["body"].startswith("fail")) == {1}


def test_an_event_that_fails_as_a_whole_does_not_hold_up_the_next(make_queue: MakeQueue) -> None:
    queue = make_queue()
    queue.send([f"fail all{'m' * 900_000}", *["m" * 900_000] * 7])

    queue.deliver()

    assert receives(queue.received(8)) == {1}
    assert [len(event["Records"]) for event in queue.events] == [6, 2]


def test_a_queue_in_order_waits_behind_an_event_that_failed(make_queue: MakeQueue) -> None:
    queue = make_queue(fifo=True, visibility_seconds=3)
    bodies = [f"{number}{'m' * 900_000}" for number in range(8)]
    queue.send(["fail all" + bodies[0], *bodies[1:]], MessageGroupId="one")

    queue.deliver()

    records = queue.received(12)
    assert receives(records[:6]) == {1}
    assert receives(records[6:12]) == {2}
    assert [record["body"][:1] for record in records[1:6]] == [record["body"][:1] for record in records[7:12]]


def test_messages_that_wait_for_their_turn_are_not_received_twice(make_queue: MakeQueue) -> None:
    queue = make_queue(visibility_seconds=10, seconds=3.5)
    bodies = [f"{number}{'é' * 500_000}" for number in range(8)]
    queue.send(bodies)

    queue.deliver()

    records = queue.received(8)
    queue.await_empty()
    assert len(queue.events) == 4
    assert sorted(record["body"] for record in records) == bodies
    assert receives(record for event in queue.events for record in event["Records"]) == {1}


def test_two_batches_are_processed_while_a_third_is_received_and_a_stop_delivers_all(make_queue: MakeQueue) -> None:
    queue = make_queue(seconds=8)
    queue.send(["first"])
    mapping = queue.deliver()
    queue.received(1)

    queue.send(["second"])
    queue.received(2)
    queue.send(["third"])
    wait_for("the third is received", lambda: queue.in_hand() == 3)
    events_by_then = len(queue.events)
    queue.function.client.update_event_source_mapping(UUID=mapping, Enabled=False)

    assert events_by_then == 2
    assert receives(queue.received(3)) == {1}
    queue.await_empty()


def test_a_body_that_cannot_be_read_as_json_costs_its_neighbours_no_receive(make_queue: MakeQueue) -> None:
    queue = make_queue()
    deep = '{"a":' * 2000 + "1" + "}" * 2000
    bodies = ["1", "1" * 4301, "2", "[" * 100_000, "3", '{"a":' * 50_000, "4", "-" + "9" * 5000, "5", deep]
    queue.send(bodies)

    queue.deliver()

    records = queue.received(len(bodies))
    assert sorted(record["body"] for record in records) == sorted(bodies)
    assert receives(records) == {1}
    queue.await_empty()


def test_bodies_arrive_as_they_were_sent(make_queue: MakeQueue) -> None:
    queue = make_queue()
    bodies = ['"text"', '{"a": 12345678901234567.89}', '{"a":1,"a":2}', ' { "é" : 1e2 } ', '"\\ud800"', "1E400", "NaN"]
    queue.send(bodies)

    queue.deliver()

    assert sorted(record["body"] for record in queue.received(len(bodies))) == sorted(bodies)


def test_a_filter_passes_what_it_wants_beside_a_body_that_it_cannot_read(make_queue: MakeQueue) -> None:
    queue = make_queue()
    wanted = '{"kind":"wanted", "sum": 1.10}'
    queue.send(["[" * 100_000, wanted, '{"kind":"other"}', "1" * 4301, "text"])

    queue.deliver(FilterCriteria={"Filters": [{"Pattern": '{"body": {"kind": ["wanted"]}}'}]})

    assert [record["body"] for record in queue.received(1)] == [wanted]
    queue.await_empty()


def test_a_failed_invocation_leaves_no_message_in_the_log(make_queue: MakeQueue, shared_localstack: LocalStack) -> None:
    queue = make_queue()
    queue.send(["a secret of the message"])
    queue.function.client.put_function_concurrency(FunctionName=queue.function.name, ReservedConcurrentExecutions=0)

    queue.deliver()

    arn = queue.url.rsplit("/", 1)[-1]
    log = shared_localstack.child.output
    lines = wait_for("a line about it", lambda: [line for line in _lines(log) if arn in line])
    assert any(
        line.endswith("1 messages of arn:aws:sqs:us-east-1:000000000000:" + arn + " (TooManyRequestsException)")
        for line in lines
    )
    assert "a secret of the message" not in log.read_text()


def test_another_localstack_does_not_start() -> None:
    changed = (
        "from localstack.services.lambda_.event_source_mapping.pollers.sqs_poller import SqsPoller\n"
        "SqsPoller.handle_messages = lambda self, batch: None\n"
        "from localstack_process_executor.plugin import deliver_within_limits\n"
        "deliver_within_limits()\n"
    )

    ended = subprocess.run([EMULATOR_PYTHON, "-c", changed], capture_output=True, text=True, check=False)

    assert ended.returncode == 1
    assert "<lambda> takes other parameters than self, messages" in ended.stderr


def _lines(log: Path) -> list[str]:
    return log.read_text(errors="replace").splitlines()
