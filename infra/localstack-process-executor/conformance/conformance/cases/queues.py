"""Events of queues."""

import json
import re
from typing import Any

from conformance.case import Case
from conformance.cloud import Cloud
from conformance.mapped_queue import mapped_queue
from conformance.reply import refusal
from conformance.sources import QUEUE_ERRORS, QUEUE_EVENTS, QUEUE_FILTERS, recorded_of_queues

RECORDED = recorded_of_queues("TestSQSEventSourceMapping::test_sqs_event_source_mapping")
REPORTED = recorded_of_queues("test_report_batch_item_failures")
INVALID = recorded_of_queues("test_report_batch_item_failures_invalid_result_json_batch_fails")
FAILING = recorded_of_queues("test_redrive_policy_with_failing_lambda")
REPORTING = {"FunctionResponseTypes": ["ReportBatchItemFailures"]}


def _record(cloud: Cloud) -> object:
    queue = mapped_queue(cloud)
    attribute = {"colour": {"DataType": "String", "StringValue": "red"}}
    queue.send(["hello"], MessageAttributes=attribute)
    queue.deliver()
    (record,) = queue.records(1)
    return {
        **{key: record[key] for key in ("body", "md5OfBody", "eventSource")},
        "keys": sorted(record),
        "arn": record["eventSourceARN"] == queue.arn,
        "attributes": sorted(set(record["attributes"]) - {"AWSTraceHeader"}),
        "receives": record["attributes"]["ApproximateReceiveCount"],
        "colour": {key: record["messageAttributes"]["colour"][key] for key in ("stringValue", "dataType")},
    }


def _bodies(*bodies: str) -> Any:
    def observe(cloud: Cloud) -> object:
        queue = mapped_queue(cloud)
        queue.send(bodies)
        queue.deliver()
        return sorted(record["body"] for record in queue.records(len(bodies)))

    return observe


def _batches(messages: int, **options: Any) -> Any:
    def observe(cloud: Cloud) -> object:
        queue = mapped_queue(cloud)
        for start in range(0, messages, 10):
            queue.send([str(number) for number in range(start, min(start + 10, messages))])
        queue.deliver(**options)
        batches = queue.batches(messages)
        queue.await_empty()
        return [sum(batches), max(batches) <= options["BatchSize"]]

    return observe


def _reported(cloud: Cloud) -> object:
    queue = mapped_queue(cloud, visibility_s=2)
    queue.send(["good 1", "fail this 1", "good 2", "fail this 2"])
    queue.deliver(**REPORTING)
    return [queue.dead(2), _receives(queue.records(6), "good")]


def _receives(records: list[Any], word: str) -> int:
    return len([record for record in records if word in record["body"]])


def _whole_batch(body: str) -> Any:
    def observe(cloud: Cloud) -> object:
        queue = mapped_queue(cloud, visibility_s=2)
        queue.send([body, "innocent"])
        queue.deliver(**REPORTING, MaximumBatchingWindowInSeconds=1)
        return queue.dead(2)

    return observe


def _ignored_report(cloud: Cloud) -> object:
    queue = mapped_queue(cloud)
    queue.send(["fail this"])
    queue.deliver()
    queue.records(1)
    queue.await_empty()
    return len(queue.records(1))


def _filtered(cloud: Cloud) -> object:
    queue = mapped_queue(cloud)
    pattern = json.dumps({"body": {"kind": ["wanted"]}})
    queue.send(
        [json.dumps({"kind": kind, "n": n}) for n, kind in enumerate(["other", "wanted", "other"])] + ["no JSON"]
    )
    queue.deliver(FilterCriteria={"Filters": [{"Pattern": pattern}]})
    queue.await_empty()
    return [record["body"] for record in queue.records(1)]


def _in_order(cloud: Cloud) -> object:
    queue = mapped_queue(cloud, fifo=True)
    queue.send([str(number) for number in range(6)], MessageGroupId="one")
    queue.deliver(BatchSize=2)
    return [record["body"] for record in queue.records(6)]


def _order_after_failure(cloud: Cloud) -> object:
    """The first message fails twice and is dead; only then does the second come."""
    queue = mapped_queue(cloud, fifo=True, visibility_s=2)
    queue.send(["fail this", "good"], MessageGroupId="one")
    queue.deliver(BatchSize=1, **REPORTING)
    return [record["body"] for record in queue.records(3)]


def _disabled(cloud: Cloud) -> object:
    queue = mapped_queue(cloud)
    mapping = queue.deliver(Enabled=False)
    queue.send(["waits"])
    cloud.functions.update_event_source_mapping(UUID=mapping, Enabled=True)
    return [record["attributes"]["ApproximateReceiveCount"] for record in queue.records(1)]


def _no_window(cloud: Cloud) -> object:
    return refusal(lambda: mapped_queue(cloud).deliver(BatchSize=11))


def _no_queue(cloud: Cloud) -> object:
    queue = mapped_queue(cloud)
    missing = queue.arn + "-missing"
    options: dict[str, Any] = {"FunctionName": queue.function.name, "EventSourceArn": missing}
    return refusal(lambda: cloud.functions.create_event_source_mapping(**options))


CASES = [
    Case(
        name="A record of a queue has AWS's fields",
        aws={
            "body": "hello",
            "md5OfBody": "5d41402abc4b2a76b9719d911017c592",
            "eventSource": "aws:sqs",
            "keys": [
                "attributes",
                "awsRegion",
                "body",
                "eventSource",
                "eventSourceARN",
                "md5OfBody",
                "md5OfMessageAttributes",
                "messageAttributes",
                "messageId",
                "receiptHandle",
            ],
            "arn": True,
            "attributes": ["ApproximateFirstReceiveTimestamp", "ApproximateReceiveCount", "SenderId", "SentTimestamp"],
            "receives": "1",
            "colour": {"stringValue": "red", "dataType": "String"},
        },
        source=RECORDED,
        observe=_record,
    ),
    Case(
        name="Bodies arrive as they were sent, be they JSON or not",
        aws=sorted(['{"a":  1.0}', "1e2", "not {json", "olá 😀"]),
        source=QUEUE_EVENTS,
        observe=_bodies('{"a":  1.0}', "1e2", "not {json", "olá 😀"),
    ),
    Case(name="A batch holds at most its size", aws=[12, True], source=QUEUE_EVENTS, observe=_batches(12, BatchSize=5)),
    Case(
        name="With a batch size of 1 every message is an event",
        aws=[3, True],
        source=QUEUE_EVENTS,
        observe=_batches(3, BatchSize=1),
    ),
    Case(
        name="A batch of more than ten is gathered in a window",
        aws=[30, True],
        source=recorded_of_queues("TestSQSEventSourceMapping::test_sqs_event_source_mapping_batch_size[100]"),
        observe=_batches(30, BatchSize=100, MaximumBatchingWindowInSeconds=1),
    ),
    Case(
        name="Only what is reported comes back, and is dead after its last receive",
        aws=[["fail this 1", "fail this 2"], 2],
        source=REPORTED,
        observe=_reported,
    ),
    Case(
        name="If the handler raises, the whole batch comes back",
        aws=["fail all", "innocent"],
        source=recorded_of_queues("test_report_batch_item_failures_on_lambda_error"),
        observe=_whole_batch("fail all"),
    ),
    Case(
        name="If the report is not valid, the whole batch comes back",
        aws=["answer nonsense", "innocent"],
        source=INVALID,
        observe=_whole_batch("answer nonsense"),
    ),
    Case(
        name="Without ReportBatchItemFailures a report is ignored", aws=1, source=QUEUE_ERRORS, observe=_ignored_report
    ),
    Case(
        name="What a filter does not want is deleted, text that is not JSON included",
        aws=['{"kind": "wanted", "n": 1}'],
        source=QUEUE_FILTERS,
        observe=_filtered,
    ),
    Case(name="A FIFO queue arrives in order", aws=list("012345"), source=QUEUE_EVENTS, observe=_in_order),
    Case(
        name="In a FIFO queue a failure holds up what follows in its group",
        aws=["fail this", "fail this", "good"],
        source=QUEUE_ERRORS,
        observe=_order_after_failure,
    ),
    Case(name="A mapping that is switched off does not receive", aws=["1"], source=QUEUE_EVENTS, observe=_disabled),
    Case(
        name="A batch size of more than ten needs a window",
        aws=[
            400,
            "InvalidParameterValueException",
            "Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10",
        ],
        source=recorded_of_queues("TestSQSEventSourceMapping::test_event_source_mapping_default_batch_size"),
        observe=_no_window,
    ),
    Case(
        name="A queue that does not exist is refused",
        aws=[
            400,
            "InvalidParameterValueException",
            re.compile("Error occurred while ReceiveMessage. SQS Error Code: .*NonExistentQueue.*"),
        ],
        source=recorded_of_queues("test_esm_with_not_existing_sqs_queue"),
        observe=_no_queue,
    ),
]
