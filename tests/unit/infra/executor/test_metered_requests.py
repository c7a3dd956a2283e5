"""What AWS would bill of a request."""

from typing import Any

from localstack_process_executor.meter import Amounts
from localstack_process_executor.metered_requests import billed

URL = "http://localhost:4566/queue/us-east-1/000000000000/orders"


def of_queue(operation: str, answer: Any = None, **request: Any) -> Amounts:
    """The amounts of a request to a queue."""
    found = billed("sqs", operation, {"QueueUrl": URL, **request}, answer or {})
    assert found
    assert found[0] == "orders"
    return found[1]


def messages(count: int, size: int) -> list[dict[str, str]]:
    return [{"Body": "x" * size} for _ in range(count)]


def test_a_thousand_small_messages_at_once_count_as_a_hundred_receives() -> None:
    assert of_queue("ReceiveMessage", {"Messages": messages(1000, 300)}) == Amounts(
        requests=100, items=1000, bytes=300_000
    )


def test_ten_messages_of_20_kb_are_four_chunks_and_eleven_are_five_requests() -> None:
    assert of_queue("ReceiveMessage", {"Messages": messages(10, 20_000)}).requests == 4
    assert of_queue("ReceiveMessage", {"Messages": messages(11, 20_000)}).requests == 5


def test_exactly_64_kib_is_one_chunk() -> None:
    assert of_queue("SendMessage", MessageBody="x" * 65_536).requests == 1
    assert of_queue("SendMessage", MessageBody="x" * 65_537).requests == 2


def test_attributes_and_letters_beyond_ascii_count_with_their_bytes() -> None:
    attributes = {"né": {"DataType": "String", "StringValue": "ção"}, "b": {"DataType": "Binary", "BinaryValue": b"12"}}

    assert of_queue("SendMessage", MessageBody="é", MessageAttributes=attributes).bytes == 2 + 3 + 6 + 5 + 1 + 6 + 2


def test_what_a_batch_did_not_delete_is_no_message_but_part_of_the_request() -> None:
    answer: Any = {"Successful": [{}] * 9, "Failed": [{}] * 2}

    assert of_queue("DeleteMessageBatch", answer) == Amounts(requests=2, items=9)


def test_every_other_request_to_a_queue_counts_once() -> None:
    assert of_queue("GetQueueAttributes") == Amounts(requests=1)


def test_each_recipient_of_a_mail_counts() -> None:
    to = {"ToAddresses": ["a@x", "b@x"], "CcAddresses": ["c@x"]}

    assert billed("ses", "SendEmail", {"Destination": to}, {}) == ("", Amounts(requests=1, items=3))
    assert billed("ses", "SendRawEmail", {"Destinations": ["a@x", "b@x"]}, {}) == ("", Amounts(requests=1, items=2))
    assert billed("ses", "SendRawEmail", {}, {}) == ("", Amounts(requests=1, items=1))


def test_what_aws_gives_for_nothing_is_not_counted() -> None:
    assert billed("cloudformation", "DescribeStacks", {}, {}) is None
    assert billed("logs", "DescribeLogGroups", {}, {}) is None
    assert billed("ses", "VerifyEmailIdentity", {}, {}) is None
    assert billed("sqs", "ListQueues", {}, {}) is None
