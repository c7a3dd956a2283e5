"""What is stored in CloudWatch Logs."""

import json
from typing import Any

from conformance.cloud import Cloud
from conformance.deployed import Deployed
from conformance.reply import masked
from conformance.waiting import wait_for

MARK = "SEEN "


def stored_events(cloud: Cloud, function: Deployed) -> list[str]:
    """The messages of all streams of a function's log group, as they are."""
    group = f"/aws/lambda/{function.name}"
    try:
        pages = cloud.logs.get_paginator("filter_log_events").paginate(logGroupName=group)
        return [event["message"] for page in pages for event in page["events"]]
    except cloud.logs.exceptions.ResourceNotFoundException:
        return []


def reported(cloud: Cloud, function: Deployed, *, invocations: int = 1) -> list[str]:
    """The stored messages, request ids and times masked, once this many invocations have been reported."""

    def look() -> list[str]:
        messages = stored_events(cloud, function)
        return messages if sum(message.startswith("REPORT") for message in messages) >= invocations else []

    return [masked(message) for message in wait_for(f"{invocations} reports", look)]


def seen(cloud: Cloud, function: Deployed) -> list[Any]:
    """The events that the probe `speech.show` was given so far."""
    messages = stored_events(cloud, function)
    return [json.loads(message.removeprefix(MARK)) for message in messages if message.startswith(MARK)]


def await_seen(cloud: Cloud, function: Deployed, *, count: int) -> list[Any]:
    """The same, once there are this many."""

    def look() -> list[Any]:
        events = seen(cloud, function)
        return events if len(events) >= count else []

    return wait_for(f"{count} events of {function.name}", look)
