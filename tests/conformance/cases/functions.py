"""Functions that are invoked by hand, and their logs."""

import base64
import json

from tests.conformance.case import Case
from tests.conformance.deployed_stack import DeployedStack
from tests.conformance.sample import sample_of
from tests.harness.waiting import wait_for


def _tail(stack: DeployedStack) -> object:
    reply = stack.client("lambda").invoke(
        FunctionName=stack.resources["CallbacksSchedule"],
        LogType="Tail",
        Payload=json.dumps({"version": "0", "source": "aws.events", "detail": {}, "resources": [], "id": "1"} | _EVENT),
    )
    tail = base64.b64decode(reply["LogResult"]).decode()
    return {"error": reply.get("FunctionError"), "lines": [word in tail for word in ("START", "END", "REPORT")]}


_EVENT = {
    "account": "000000000000",
    "region": "us-east-1",
    "time": "2026-01-01T00:00:00Z",
    "detail-type": "Scheduled Event",
}


def _unhandled(stack: DeployedStack) -> object:
    """A schedule's event without any of its fields."""
    reply = stack.client("lambda").invoke(FunctionName=stack.resources["CallbacksSchedule"], Payload=b"{}")
    payload = json.loads(reply["Payload"].read())
    return {"error": reply.get("FunctionError"), "keys": sorted(payload.keys() & {"errorMessage", "errorType"})}


def _log(stack: DeployedStack) -> object:
    sample_of(stack)

    def lanes() -> set[str]:
        lines = stack.logged_lines("OrdersConsumer")
        return {line["lane"] for line in lines if line.get("message") == "batch processed"}

    return sorted(wait_for("the batches are logged", lanes, every_seconds=1))


def _stream_names(stack: DeployedStack) -> object:
    group = f"/aws/lambda/{stack.resources['OrdersConsumer']}"
    streams = stack.client("logs").describe_log_streams(logGroupName=group)["logStreams"]
    return all("[$LATEST]" in stream["logStreamName"] for stream in streams)


CASES = (
    Case(
        name="an invocation returns the end of its log",
        area="Lambda",
        expected={"error": None, "lines": [True, True, True]},
        observe=_tail,
    ),
    Case(
        name="an unhandled error is reported with its kind",
        area="Lambda",
        expected={"error": "Unhandled", "keys": ["errorMessage", "errorType"]},
        observe=_unhandled,
    ),
    Case(name="the lines of a function are in its log group", area="CloudWatch", expected=["orders"], observe=_log),
    Case(
        name="a log stream names the version of the function", area="CloudWatch", expected=True, observe=_stream_names
    ),
)
