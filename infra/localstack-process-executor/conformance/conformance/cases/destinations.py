"""Asynchronous events: retries, dead letters, destinations."""

import json
from typing import Any

from conformance.case import Case, localstacks_own
from conformance.cloud import Cloud
from conformance.deployed import Deployed
from conformance.mapped_queue import received
from conformance.reply import masked
from conformance.sources import ASYNCHRONOUS, DESTINATIONS, recorded
from conformance.stored_log import reported

FILE = "test_lambda_destinations"
SUCCESS = recorded("TestLambdaDestinationSqs::test_assess_lambda_destination_invocation[payload0]", file=FILE)
RETRIES = recorded("TestLambdaDestinationSqs::test_lambda_destination_default_retries", file=FILE)
FAILURE = recorded("TestLambdaDestinationSqs::test_assess_lambda_destination_invocation[payload1]", file=FILE)
DEAD_LETTER = recorded("TestLambdaDLQ::test_dead_letter_queue", file=FILE)
SAME_ID = recorded("TestRequestIdHandling::test_request_id_async_invoke_with_retry")

FAILING = {"do": "fail", "name": "ValueError"}


def _send(function: Deployed, event: object) -> str:
    return function.send(json.dumps(event).encode(), InvocationType="Event").request_id


def _with_destination(cloud: Cloud, timeout_s: int = 20, **config: Any) -> tuple[Deployed, str]:
    url, arn = cloud.queue()
    function = cloud.own_function(Timeout=timeout_s)
    destinations: Any = {"OnSuccess": {"Destination": arn}, "OnFailure": {"Destination": arn}}
    cloud.functions.put_function_event_invoke_config(
        FunctionName=function.name, DestinationConfig=destinations, **config
    )
    return function, url


def _record(cloud: Cloud, event: object, **config: Any) -> dict[str, Any]:
    function, url = _with_destination(cloud, **config)
    request_id = _send(function, event)
    record: dict[str, Any] = json.loads(received(cloud, url, 1)[0]["Body"])
    context = record["requestContext"]
    record["requestContext"] = {
        **context,
        "requestId": context["requestId"] == request_id,
        "functionArn": context["functionArn"].removeprefix(function.arn),
    }
    record["timestamp"] = masked(record["timestamp"])
    return record


def _on_success(cloud: Cloud) -> object:
    return _record(cloud, {"do": "echo", "value": [1, "two"]})


def _on_failure(cloud: Cloud) -> object:
    record = _record(cloud, FAILING, MaximumRetryAttempts=0)
    error = record.pop("responsePayload")
    return {**record, "error": [error["errorType"], error["errorMessage"], bool(error["stackTrace"])]}


def _default_retries(cloud: Cloud) -> object:
    context = _record(cloud, FAILING)["requestContext"]
    return [context["condition"], context["approximateInvokeCount"]]


def _death(cloud: Cloud) -> object:
    return _record(cloud, {"do": "die", "status": 3}, MaximumRetryAttempts=0)["responsePayload"]["errorType"]


def _timeout(cloud: Cloud) -> object:
    function, url = _with_destination(cloud, timeout_s=1, MaximumRetryAttempts=0)
    _send(function, {"do": "sleep", "seconds": 30})
    return json.loads(received(cloud, url, 1)[0]["Body"])["responsePayload"]["errorType"]


def _dead_letter(cloud: Cloud) -> object:
    url, arn = cloud.queue()
    function = cloud.own_function(DeadLetterConfig={"TargetArn": arn})
    cloud.functions.put_function_event_invoke_config(FunctionName=function.name, MaximumRetryAttempts=0)
    request_id = _send(function, FAILING)
    (message,) = received(cloud, url, 1)
    attributes = {name: value["StringValue"] for name, value in message["MessageAttributes"].items()}
    attributes["RequestID"] = str(attributes["RequestID"] == request_id)
    return [json.loads(message["Body"]), attributes]


def _same_id(cloud: Cloud) -> object:
    function = cloud.own_function()
    cloud.functions.put_function_event_invoke_config(FunctionName=function.name, MaximumRetryAttempts=1)
    request_id = _send(function, FAILING)
    reported(cloud, function, invocations=2)
    pages = cloud.logs.get_paginator("filter_log_events").paginate(logGroupName=f"/aws/lambda/{function.name}")
    messages = [event["message"].strip() for page in pages for event in page["events"]]
    return [message == f"END RequestId: {request_id}" for message in messages if message.startswith("END")]


def _no_destination_for_callers(cloud: Cloud) -> object:
    """A synchronous invocation before an asynchronous one: only the latter has a record."""
    function, url = _with_destination(cloud)
    function.do("echo", value="synchronous")
    _send(function, {"do": "echo", "value": "asynchronous"})
    return [json.loads(message["Body"])["responsePayload"] for message in received(cloud, url, 1)]


def _attempts(cloud: Cloud) -> object:
    function = cloud.own_function()
    cloud.functions.put_function_event_invoke_config(FunctionName=function.name, MaximumRetryAttempts=0)
    _send(function, FAILING)
    return len([message for message in reported(cloud, function) if message.startswith("START")])


CASES = [
    Case(
        name="With the default of two retries a failing event is run three times, then handed to its destination",
        aws=["RetriesExhausted", 3],
        source=RETRIES,
        observe=_default_retries,
    ),
    Case(
        name="The record of a success has event and answer",
        aws={
            "version": "1.0",
            "timestamp": "TIME",
            "requestContext": {
                "requestId": True,
                "functionArn": ":$LATEST",
                "condition": "Success",
                "approximateInvokeCount": 1,
            },
            "requestPayload": {"do": "echo", "value": [1, "two"]},
            "responseContext": {"statusCode": 200, "executedVersion": "$LATEST"},
            "responsePayload": [1, "two"],
        },
        source=SUCCESS,
        observe=_on_success,
    ),
    Case(
        name="The record of a failure has event and error",
        aws={
            "version": "1.0",
            "timestamp": "TIME",
            "requestContext": {
                "requestId": True,
                "functionArn": ":$LATEST",
                "condition": "RetriesExhausted",
                "approximateInvokeCount": 1,
            },
            "requestPayload": FAILING,
            "responseContext": {"statusCode": 200, "executedVersion": "$LATEST", "functionError": "Unhandled"},
            "error": ["ValueError", "out of luck", True],
        },
        source=FAILURE,
        observe=_on_failure,
    ),
    Case(
        name="The record of a process that died says so", aws="Runtime.ExitError", source=DESTINATIONS, observe=_death
    ),
    Case(name="The record of a timeout says so", aws="Sandbox.Timedout", source=DESTINATIONS, observe=_timeout),
    Case(
        name="A dead letter is the event, with the error as its attributes",
        aws=[FAILING, {"RequestID": "True", "ErrorCode": "200", "ErrorMessage": "out of luck"}],
        source=DEAD_LETTER,
        observe=_dead_letter,
        differs=localstacks_own("the attribute RequestID of a dead letter is not that of its event"),
    ),
    Case(name="All attempts of an event have its request id", aws=[True, True], source=SAME_ID, observe=_same_id),
    Case(name="Without retries a failing event is run once", aws=1, source=ASYNCHRONOUS, observe=_attempts),
    Case(
        name="A synchronous invocation has no destination",
        aws=["asynchronous"],
        source=DESTINATIONS,
        observe=_no_destination_for_callers,
    ),
]
