"""Events to invoke a function with: as its trigger sends them, and without effect on the data.

An order or a callback that no source knows would be counted as a phantom by the ledger, and a body that is no message
would be kept. So those events are not made up: `queue_event` takes the body of a message that is in the queue, and what
is applied twice changes nothing.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from esteira.core.messages import LookupMessage, encode
from esteira.stack.function import DeployedFunction, DeployedRule, Trigger

READ_PATHS: Mapping[str, str] = {
    "ProducerApi": "/sources",
    "CallbacksApi": "/callbacks",
    "TokensApi": "/tokens",
    "AccountsApi": "/users",
    "MailsApi": "/mails",
    "LookupsApi": "/lookups",
    "DocsApi": "/openapi.json",
    "FlowApi": "/flow",
    "FailuresApi": "/failures",
    "OrdersApi": "/orders",
    "ReportsApi": "/reports",
    "AuditApi": "/audit",
    "WorkbenchApi": "/dead-letters",
    "MonitorApi": "/health",
}
"""A route of each HTTP function that only reads."""


class SampleName(StrEnum):
    """What an event is."""

    READ = "read"
    SCHEDULED = "scheduled"
    NO_MESSAGES = "no_messages"
    UNKNOWN_TASK = "unknown_task"


@dataclass(frozen=True, kw_only=True)
class SampleEvent:
    """An event as JSON."""

    name: SampleName
    event: str


def sample_events(function: DeployedFunction, now: datetime) -> Sequence[SampleEvent]:
    """Return the events for a function, the first one being the simplest."""
    return [SampleEvent(name=name, event=_json(event)) for name, event in _events(function, now)]


def scheduled_event(rule: DeployedRule, now: datetime) -> str:
    """Return what a rule invokes its function with at that time."""
    return rule.payload or _json(_scheduled(now, rule.arn))


def queue_event(function: DeployedFunction, bodies: Sequence[str], now: datetime) -> str:
    """Return a batch of the function's queue with these bodies, each received for the first time."""
    return _json(_batch(function.queue, bodies, now))


def _events(function: DeployedFunction, now: datetime) -> Iterator[tuple[SampleName, Any]]:
    if function.trigger is Trigger.SCHEDULE:
        yield SampleName.SCHEDULED, _scheduled(now, "")
    elif function.trigger is Trigger.QUEUE:
        yield SampleName.NO_MESSAGES, _batch(function.queue, (), now)
        if function.queue == "lookups":
            doorbell = encode(LookupMessage(message_id=UUID(int=0), read_at=now))
            yield SampleName.UNKNOWN_TASK, _batch(function.queue, (doorbell,), now)
    else:
        yield SampleName.READ, _request(READ_PATHS.get(function.name, "/"))


def _scheduled(now: datetime, rule_arn: str) -> Mapping[str, Any]:
    return {
        "version": "0",
        "id": str(uuid4()),
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": "000000000000",
        "time": f"{now:%Y-%m-%dT%H:%M:%SZ}",
        "region": "us-east-1",
        "resources": [rule_arn] if rule_arn else [],
        "detail": {},
    }


def _batch(queue: str, bodies: Sequence[str], now: datetime) -> Mapping[str, Any]:
    return {"Records": [_record(queue, body, now) for body in bodies]}


def _record(queue: str, body: str, now: datetime) -> Mapping[str, Any]:
    sent_ms = str(int(now.timestamp() * 1000))
    return {
        "messageId": str(uuid4()),
        "receiptHandle": "invoked-by-hand",
        "body": body,
        "attributes": {
            "ApproximateReceiveCount": "1",
            "SentTimestamp": sent_ms,
            "ApproximateFirstReceiveTimestamp": sent_ms,
            "SenderId": "invoked-by-hand",
        },
        "messageAttributes": {},
        "eventSource": "aws:sqs",
        "eventSourceARN": f"arn:aws:sqs:us-east-1:000000000000:{queue}",
        "awsRegion": "us-east-1",
    }


def _request(path: str) -> Mapping[str, Any]:
    return {
        "resource": path,
        "path": path,
        "httpMethod": "GET",
        "headers": {"accept": "application/json", "authorization": "Bearer …"},
        "multiValueHeaders": {},
        "queryStringParameters": None,
        "multiValueQueryStringParameters": None,
        "pathParameters": None,
        "stageVariables": None,
        "requestContext": {
            "httpMethod": "GET",
            "resourcePath": path,
            "path": path,
            "stage": "live",
            "identity": {"sourceIp": "127.0.0.1"},
        },
        "body": None,
        "isBase64Encoded": False,
    }


def _json(event: Any) -> str:
    return json.dumps(event, indent=2, ensure_ascii=False)
