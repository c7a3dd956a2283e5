"""A stack of two functions and a schedule, one of which ran, in the emulator of SQS, which knows these services too."""

import json
from datetime import timedelta
from functools import cache
from typing import Any

import boto3
import httpx
from esteira.core.clock import utc_now

INIT = "\tInit Duration: 250.00 ms"
RUNS = ((40, 10.0, INIT), (30, 20.0, ""), (20, 30.0, ""), (10, 4000.0, ""))
"""Minutes ago, milliseconds, and what the first one says in addition."""
FAILED_MINUTES_AGO = 20
AMOUNTS = ("requests", "empty", "grouped", "items", "bytes", "mib_ms")


@cache
def aws_client(endpoint: str, service: str) -> Any:
    """Return a client of a service of the emulator, always the same: making one takes longer than what it is asked."""
    session = boto3.Session(aws_access_key_id="test", aws_secret_access_key="test", region_name="us-east-1")
    return session.client(service, endpoint_url=endpoint)  # type: ignore[call-overload]


def deploy(endpoint: str, stack: str) -> None:
    """Deploy the stack, whose name is that of the queue of orders, and write the log of a function that ran."""
    role = aws_client(endpoint, "iam").create_role(RoleName=stack, AssumeRolePolicyDocument="{}")["Role"]["Arn"]
    aws_client(endpoint, "cloudformation").create_stack(StackName=stack, TemplateBody=_template(role))
    name = f"{stack}-metrics"
    logs, group = aws_client(endpoint, "logs"), f"/aws/lambda/{name}"
    logs.create_log_group(logGroupName=group)
    logs.create_log_stream(logGroupName=group, logStreamName="one")
    logs.put_log_events(logGroupName=group, logStreamName="one", logEvents=_events())


def _template(role: str) -> str:
    target = {"Id": "one", "Arn": {"Fn::GetAtt": ["MetricsSchedule", "Arn"]}}
    timer = {"ScheduleExpression": "rate(6 hours)", "State": "ENABLED", "Targets": [target]}
    off = {"ScheduleExpression": "cron(30 9 ? * MON-FRI *)", "State": "DISABLED", "Targets": [target]}
    return json.dumps(
        {
            "Resources": {
                "MetricsSchedule": _function("metrics", role, memory_mib=256),
                "MonitorApi": _function("api", role, memory_mib=512),
                "EverySixHours": {"Type": "AWS::Events::Rule", "Properties": timer},
                "OnWorkdays": {"Type": "AWS::Events::Rule", "Properties": off},
            }
        }
    )


def _function(name: str, role: str, *, memory_mib: int) -> dict[str, Any]:
    properties = {
        "FunctionName": {"Fn::Sub": f"${{AWS::StackName}}-{name}"},
        "Code": {"ZipFile": "def handle(event, context): return event"},
        "Handler": "index.handle",
        "Runtime": "python3.11",
        "MemorySize": memory_mib,
        "Timeout": 29,
        "Role": role,
        "Description": f"What {name} does.",
    }
    return {"Type": "AWS::Lambda::Function", "Properties": properties}


def _events() -> list[dict[str, Any]]:
    now = utc_now()
    lines = [(minutes, _report(milliseconds, rest)) for minutes, milliseconds, rest in RUNS]
    lines.append((FAILED_MINUTES_AGO, "[ERROR] ValueError: asked to fail"))
    return [
        {"timestamp": int((now - timedelta(minutes=minutes)).timestamp() * 1000), "message": text}
        for minutes, text in sorted(lines, key=lambda line: (-line[0], line[1]))
    ]


def _report(milliseconds: float, rest: str) -> str:
    memory = "Memory Size: 256 MB\tMax Memory Used: 90 MB"
    return f"REPORT RequestId: 3f6c0a55\tDuration: {milliseconds:.2f} ms\tBilled Duration: 1 ms\t{memory}{rest}\t"


def meter(endpoint: str, queue: str) -> None:
    """Let the emulator answer where LocalStack tells what it counted: a minute with orders, a quiet one, and this one.

    To the emulator it is a public file in a bucket.
    """
    now = int(utc_now().timestamp()) // 60 * 60
    answer = {
        "started_at": now - 600,
        "now": now + 1,
        "columns": [*("service", "operation", "resource", "caller"), *AMOUNTS],
        "minutes": [
            {
                "at": now - 120,
                "rows": [
                    ["sqs", "SendMessageBatch", queue, "client", 100, 0, 100, 1000, 300_000, 0],
                    ["sqs", "ReceiveMessage", queue, "mapping", 210, 10, 0, 2000, 600_000, 0],
                    ["sqs", "DeleteMessageBatch", queue, "mapping", 100, 0, 0, 1000, 0, 0],
                ],
            },
            {"at": now - 60, "rows": [["sqs", "ReceiveMessage", queue, "mapping", 60, 60, 0, 0, 0, 0]]},
            {"at": now, "rows": []},
        ],
    }
    httpx.put(f"{endpoint}/_aws").raise_for_status()
    public = {"x-amz-acl": "public-read"}
    httpx.put(f"{endpoint}/_aws/metering", json=answer, headers=public).raise_for_status()
