"""What a function writes, in the log tail and in CloudWatch Logs."""

import re
from typing import Any

from conformance.case import Case, localstacks_own
from conformance.cloud import Cloud
from conformance.sources import BOOTSTRAP, CONTEXT, INVOKE, PYTHON_LOGGING, recorded
from conformance.stored_log import reported, stored_events

WITH_LOGS = recorded("TestLambdaFeatures::test_invocation_with_logs[python3.10]")
WITH_QUALIFIER = recorded("TestLambdaFeatures::test_invocation_with_qualifier")
OF_AN_ERROR = recorded("TestLambdaFeatures::test_invocation_type_event_error")
SPLIT = localstacks_own("each line is an event of CloudWatch Logs; on AWS a record of several lines is one")

REPORT = "REPORT RequestId: ID\tDuration: N ms\tBilled Duration: N ms\tMemory Size: N MB\tMax Memory Used: N MB\t"


def _lines(action: str, **event: object) -> Any:
    return lambda cloud: cloud.probe.do(action, **event).own_lines


def _frame(cloud: Cloud) -> object:
    return [
        re.sub(r"\d+\.\d+|\d+(?= m?s| MB)", "N", line) for line in cloud.own_function().do("say", text="hello").lines
    ]


def _warm_report(cloud: Cloud) -> object:
    function = cloud.own_function()
    function.do("count")
    return re.sub(r"\d+\.\d+|\d+(?= m?s| MB)", "N", function.do("count").lines[-1])


def _separate(cloud: Cloud) -> object:
    function = cloud.own_function()
    return [function.do("say", text=word).own_lines for word in ("first", "second")]


def _unended(cloud: Cloud) -> object:
    function = cloud.own_function()
    first = function.do("say", text="no end", end="")
    return [first.own_lines, first.lines[-2], function.do("say", text="next").own_lines]


def _stored(cloud: Cloud) -> object:
    function = cloud.own_function()
    function.do("say", text="one")
    function.do("say", text="two")
    messages = [message.rstrip("\n") for message in reported(cloud, function, invocations=2)]
    return [message for message in messages if not message.startswith(("REPORT", "INIT_START"))]


def _stream(cloud: Cloud) -> object:
    function = cloud.own_function()
    named = function.do("context", name="log_stream_name").payload
    reported(cloud, function)
    streams = cloud.logs.describe_log_streams(logGroupName=f"/aws/lambda/{function.name}")["logStreams"]
    return [stream["logStreamName"] for stream in streams] == [named]


def _init_start(cloud: Cloud) -> object:
    function = cloud.own_function()
    function.do("count")
    return reported(cloud, function)[0].split(":")[0]


def _stored_as(action: str, **event: object) -> Any:
    """The stored events between START and END."""

    def observe(cloud: Cloud) -> object:
        function = cloud.own_function()
        function.do(action, **event)
        messages = reported(cloud, function)
        kinds = [message.split(" ")[0] for message in messages]
        return messages[kinds.index("START") + 1 : kinds.index("END")]

    return observe


def _long_line(cloud: Cloud) -> object:
    function = cloud.own_function()
    function.do("say", text="x" * 200_000)
    reported(cloud, function)
    return max(len(message.rstrip("\n")) for message in stored_events(cloud, function))


def _flood(cloud: Cloud) -> object:
    function = cloud.own_function(Timeout=60)
    function.do("many lines", count=60_000)
    reported(cloud, function)
    return len([message for message in stored_events(cloud, function) if re.fullmatch(r"\d{7}\n?", message)])


def _asynchronous(cloud: Cloud) -> object:
    function = cloud.own_function()
    function.send(b'{"do": "say", "text": "unattended"}', InvocationType="Event")
    return "unattended" in [message.rstrip("\n") for message in reported(cloud, function)]


CASES = [
    Case(
        name="START, the handler's lines, END and REPORT, to the letter",
        aws=[
            "START RequestId: ID Version: $LATEST",
            "hello",
            "END RequestId: ID",
            f"{REPORT}Init Duration: N ms\t",
        ],
        source=WITH_LOGS,
        observe=_frame,
    ),
    Case(
        name="The REPORT line of a warm invocation, to the letter",
        aws=REPORT,
        source=OF_AN_ERROR,
        observe=_warm_report,
    ),
    Case(name="An invocation has its own lines only", aws=[["first"], ["second"]], source=WITH_LOGS, observe=_separate),
    Case(
        name="All ways to write end up in the log, in their order",
        aws=[
            "1 print",
            "[WARNING]\tTIME\tID\t2 logging",
            "3 descriptor 1",
            "4 standard error",
            "5 child",
            "6 descriptor 2",
        ],
        source=PYTHON_LOGGING,
        observe=_lines("all ways"),
    ),
    Case(
        name="A record of logging has level, time and request id",
        aws=["[WARNING]\tTIME\tID\thello"],
        source=WITH_QUALIFIER,
        observe=_lines("log", level="WARNING", text="hello"),
    ),
    Case(
        name="Records below WARNING are not written",
        aws=[],
        source=PYTHON_LOGGING,
        observe=_lines("log", level="INFO", text="hidden"),
    ),
    Case(
        name="A function may change the level",
        aws=["[INFO]\tTIME\tID\tnow visible"],
        source=PYTHON_LOGGING,
        observe=_lines("change level", level="INFO"),
    ),
    Case(
        name="The root logger has one handler",
        aws=1,
        source=BOOTSTRAP,
        observe=lambda cloud: cloud.probe.do("handlers").payload,
    ),
    Case(
        name="A logged exception is followed by its trace",
        aws=["[ERROR]\tTIME\tID\twent wrong", "Traceback (most recent call last):"],
        source=PYTHON_LOGGING,
        observe=lambda cloud: cloud.probe.do("log exception").own_lines[:2],
    ),
    Case(
        name="context.log writes without a frame",
        aws=["said"],
        source=CONTEXT,
        observe=_lines("context log", text="said\n"),
    ),
    Case(
        name="Lines printed at once are several lines",
        aws=["one", "two"],
        source=PYTHON_LOGGING,
        observe=_lines("say", text="one\ntwo"),
    ),
    Case(
        name="A line without its end is completed, and END begins a line",
        aws=[["no end"], "END RequestId: ID", ["next"]],
        source=WITH_LOGS,
        observe=_unended,
    ),
    Case(
        name="Characters beyond ASCII are logged",
        aws=["olá 😀"],
        source=PYTHON_LOGGING,
        observe=_lines("say", text="olá 😀"),
    ),
    Case(
        name="Bytes that are no UTF-8 are replaced, and the invocation succeeds",
        aws=["a�b"],
        source=INVOKE,
        observe=_lines("say bytes", bytes=[97, 255, 98, 10]),
    ),
    Case(
        name="CloudWatch has the lines of all invocations in their order",
        aws=[
            "START RequestId: ID Version: $LATEST",
            "one",
            "END RequestId: ID",
            "START RequestId: ID Version: $LATEST",
            "two",
            "END RequestId: ID",
        ],
        source=OF_AN_ERROR,
        observe=_stored,
    ),
    Case(name="The stream is the one that the context names", aws=True, source=CONTEXT, observe=_stream),
    Case(
        name="A stream begins with the runtime's version",
        aws="INIT_START Runtime Version",
        source=OF_AN_ERROR,
        observe=_init_start,
        differs=localstacks_own(
            "there is no INIT_START in CloudWatch Logs: LocalStack stores the lines of the log tail, which has none"
        ),
    ),
    Case(
        name="A record of several lines is one event",
        aws=["[WARNING]\tTIME\tID\tone\ntwo\n"],
        source=PYTHON_LOGGING,
        observe=_stored_as("log", level="WARNING", text="one\ntwo"),
        differs=SPLIT,
    ),
    Case(
        name="An error is one event, its lines separated by line feeds",
        aws=[re.compile("\\[ERROR\\] ValueError: out of luck\nTraceback \\(most recent call last\\):\n.*", re.DOTALL)],
        source=OF_AN_ERROR,
        observe=_stored_as("fail", name="ValueError"),
        differs=SPLIT,
    ),
    Case(name="A line of 200,000 characters is one event", aws=200_000, source=PYTHON_LOGGING, observe=_long_line),
    Case(
        name="60,000 lines are all stored",
        aws=60_000,
        source=PYTHON_LOGGING,
        observe=_flood,
    ),
    Case(name="An asynchronous invocation is logged, too", aws=True, source=OF_AN_ERROR, observe=_asynchronous),
]
