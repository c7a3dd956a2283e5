"""The logs: of services in files, of functions in CloudWatch."""

import time
from collections.abc import Iterator
from datetime import datetime
from operator import itemgetter
from pathlib import Path
from typing import Any

from infra.errors import NoSuchLog
from infra.local.aws import aws_client
from infra.local.environment import Environment
from infra.local.home import Home
from infra.local.stack.stack import STACK_NAME

POLL_SECONDS = 1.0


def service_files(home: Home, name: str | None) -> list[Path]:
    """The log file of one service, or of all; empty if no service has that name."""
    return sorted(home.logs.glob(f"{name or '*'}.log"))


def function_group(environment: Environment, name: str) -> str:
    """The log group of a function, by its name in the template or the stack. Raises `NoSuchLog` with all names."""
    groups = _groups(_client(environment))
    for group in groups:
        if group == name or f"-{name}-" in group or group.endswith(f"/{name}"):
            return group
    raise NoSuchLog(f"(functions that have logged: {', '.join(_short(group) for group in groups) or 'none'})")


def function_lines(environment: Environment, group: str, *, since: datetime) -> Iterator[str]:
    """The lines that the function has logged since then, oldest first."""
    for event in _events(environment, group, int(since.timestamp() * 1000)):
        yield readable(event["message"])


def follow_function(environment: Environment, group: str, *, since: datetime) -> Iterator[str]:
    """The same without an end: new lines are returned as they are logged."""
    start_ms = int(since.timestamp() * 1000)
    while True:
        for event in _events(environment, group, start_ms):
            start_ms = event["timestamp"] + 1
            yield readable(event["message"])
        time.sleep(POLL_SECONDS)


def readable(message: str) -> str:
    """The text of an event for a terminal. Lambda joins the lines of an exception by carriage returns."""
    return message.rstrip().replace("\r\n", "\n").replace("\r", "\n")


def _events(environment: Environment, group: str, start_ms: int) -> Iterator[Any]:
    paginator = _client(environment).get_paginator("filter_log_events")
    for page in paginator.paginate(logGroupName=group, startTime=start_ms):
        yield from sorted(page["events"], key=itemgetter("timestamp"))


def _groups(client: Any) -> list[str]:
    pages = client.get_paginator("describe_log_groups").paginate(logGroupNamePrefix=f"/aws/lambda/{STACK_NAME}-")
    return [group["logGroupName"] for page in pages for group in page["logGroups"]]


def _short(group: str) -> str:
    """`/aws/lambda/esteira-OrdersConsumer-1a2b3c` → `OrdersConsumer`"""
    return group.rsplit("/", 1)[-1].removeprefix(f"{STACK_NAME}-").rsplit("-", 1)[0]


def _client(environment: Environment) -> Any:
    return aws_client("logs", environment.aws_endpoint_url)
