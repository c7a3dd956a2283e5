"""Several invocations at the same time."""

import json
from concurrent.futures import ThreadPoolExecutor

from conformance.case import Case
from conformance.cloud import Cloud
from conformance.mapped_queue import received
from conformance.reply import refusal
from conformance.sources import CONCURRENCY, recorded

RESERVED = recorded("TestLambdaConcurrency::test_reserved_concurrency")
QUEUED = recorded("TestLambdaConcurrency::test_reserved_concurrency_async_queue")


def _reserve(cloud: Cloud, count: int) -> str:
    function = cloud.own_function()
    cloud.functions.put_function_concurrency(FunctionName=function.name, ReservedConcurrentExecutions=count)
    return function.name


def _none_reserved(cloud: Cloud) -> object:
    name = _reserve(cloud, 0)
    return refusal(lambda: cloud.functions.invoke(FunctionName=name))


def _none_reserved_asynchronous(cloud: Cloud) -> object:
    url, arn = cloud.queue()
    name = _reserve(cloud, 0)
    cloud.functions.put_function_event_invoke_config(
        FunctionName=name, MaximumRetryAttempts=0, DestinationConfig={"OnFailure": {"Destination": arn}}
    )
    cloud.functions.invoke(FunctionName=name, InvocationType="Event", Payload=b"{}")
    record = json.loads(received(cloud, url, 1)[0]["Body"])
    return [record["requestContext"]["condition"], record["requestContext"]["approximateInvokeCount"]]


def _beyond_reserved(cloud: Cloud) -> object:
    """Two invocations that would both run for so long that neither ends before the other arrives."""
    function = cloud.own_function(Timeout=60)
    function.do("count")
    cloud.functions.put_function_concurrency(FunctionName=function.name, ReservedConcurrentExecutions=1)

    def answer(_number: int) -> str:
        try:
            return str(function.do("sleep", seconds=10).payload)
        except cloud.functions.exceptions.TooManyRequestsException as error:
            return f"{error.response['ResponseMetadata']['HTTPStatusCode']} {error.response['Error']['Message']}"

    with ThreadPoolExecutor(2) as callers:
        return sorted(callers.map(answer, range(2)))


def _released(cloud: Cloud) -> object:
    name = _reserve(cloud, 0)
    cloud.functions.delete_function_concurrency(FunctionName=name)
    return cloud.functions.invoke(FunctionName=name, Payload=b'{"do": "count"}')["Payload"].read()


def _parallel(cloud: Cloud) -> object:
    """Four invocations, each longer than the start of a process, so that none waits for another."""
    function = cloud.own_function(Timeout=60)
    with ThreadPoolExecutor(4) as callers:
        return len(set(callers.map(lambda _: function.do("sleep and tell", seconds=15).payload, range(4))))


CASES = [
    Case(
        name="A function with a reserved concurrency of 0 is refused with 429",
        aws=[429, "TooManyRequestsException", "Rate Exceeded."],
        source=RESERVED,
        observe=_none_reserved,
    ),
    Case(
        name="An asynchronous event of a function with a reserved concurrency of 0 fails without a run",
        aws=["ZeroReservedConcurrency", 0],
        source=RESERVED,
        observe=_none_reserved_asynchronous,
    ),
    Case(
        name="An invocation beyond the reserved concurrency is refused with 429, and the running one answers",
        aws=["429 Rate Exceeded.", "slept"],
        source=QUEUED,
        observe=_beyond_reserved,
    ),
    Case(
        name="Invocations at the same time run in processes of their own", aws=4, source=CONCURRENCY, observe=_parallel
    ),
    Case(name="Without its reservation a function runs again", aws=b"1", source=CONCURRENCY, observe=_released),
]
