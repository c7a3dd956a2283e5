"""What becomes of an exception."""

import re
from typing import Any

from conformance.case import Case
from conformance.cloud import Cloud
from conformance.sources import BOOTSTRAP, recorded

RECORDED = recorded("TestLambdaErrors::test_lambda_handler_error")
EXIT = "RequestId: ID Error: Runtime exited with error: "

RAISED = {
    "a ValueError": ("ValueError", "ValueError", "out of luck"),
    "an error of the function's own": ("own", "Refused", "not today"),
    "an error of a class within a class": ("inner", "Inner", "deep inside"),
    "an error without a message": ("empty", "ValueError", ""),
    "an error of two arguments": ("two arguments", "ValueError", "('a', 2)"),
    "a KeyError": ("KeyError", "KeyError", "'missing'"),
    "an OSError": ("OSError", "FileNotFoundError", "[Errno 2] No such file or directory: 'x.txt'"),
    "an error with an accent": ("accent", "ValueError", "não"),
    "an error of two lines": ("lines", "ValueError", "one\ntwo"),
    "a group of errors": ("group", "ExceptionGroup", "two (2 sub-exceptions)"),
    "an error of 11,000 characters": ("long 11000", "ValueError", "é" * 11_000),
    "an error of 200,000 characters": ("long 200000", "ValueError", "é" * 200_000),
}

ENDING = {
    "whose text raises": ("unspeakable", f"{EXIT}exit status 1"),
    "that is no Exception": ("unstoppable", f"{EXIT}exit status 1"),
}


def _raised(name: str) -> Any:
    return lambda cloud: cloud.probe.do("fail", name=name).failure


def _ending(name: str) -> Any:
    return lambda cloud: cloud.victim.do("fail", name=name).failure


def _keys(cloud: Cloud) -> object:
    reply = cloud.probe.do("fail", name="ValueError")
    return [sorted(reply.payload), reply.payload["requestId"] == reply.request_id, reply.status]


def _trace(cloud: Cloud) -> object:
    last = cloud.probe.do("fail", name="ValueError").payload["stackTrace"][-1]
    return re.sub(r'"[^"]*/', '"', last)


def _frames(cloud: Cloud) -> object:
    payload = cloud.probe.do("fail deep", frames=200).payload
    entries = [entry for entry in payload["stackTrace"] if "in fail_deep" in entry]
    return [payload["errorType"], len(entries)]


def _cause(cloud: Cloud) -> object:
    payload = cloud.probe.do("fail from").payload
    return [
        payload["errorType"],
        payload["errorMessage"],
        any('ERRORS["first"]' in entry for entry in payload["stackTrace"]),
    ]


def _recursion(cloud: Cloud) -> object:
    return cloud.probe.do("fail deep", frames=100_000).failure


def _still_warm(cloud: Cloud) -> object:
    function = cloud.own_function()
    before = function.do("process id").payload
    function.do("fail", name="ValueError")
    return function.do("process id").payload == before


def _logged(cloud: Cloud) -> object:
    log = cloud.probe.do("fail", name="ValueError").log or ""
    return [
        "[ERROR] ValueError: out of luck" in log,
        "Traceback (most recent call last):" in log,
        '\xa0\xa0File "' in log,
    ]


def _report(cloud: Cloud) -> object:
    return "Status:" in cloud.probe.do("fail", name="ValueError").report


CASES = [
    *(
        Case(
            name=f"A handler that raises {label} is answered its class and text",
            aws=["Unhandled", kind, message],
            source=BOOTSTRAP,
            observe=_raised(name),
        )
        for label, (name, kind, message) in RAISED.items()
    ),
    *(
        Case(
            name=f"An error {label} ends the process",
            aws=["Unhandled", "Runtime.ExitError", message],
            source=BOOTSTRAP,
            observe=_ending(name),
        )
        for label, (name, message) in ENDING.items()
    ),
    Case(
        name="An error has message, type, request id and trace, and the call itself succeeds",
        aws=[["errorMessage", "errorType", "requestId", "stackTrace"], True, 200],
        source=RECORDED,
        observe=_keys,
    ),
    Case(
        name="A trace's entry is file, line, function and source line",
        aws=re.compile(r'  File "failures.py", line \d+, in fail\n    raise ERRORS\[event\["name"\]\]\(\)\n'),
        source=RECORDED,
        observe=_trace,
    ),
    Case(name="A trace of 400 frames is answered in full", aws=["ValueError", 401], source=BOOTSTRAP, observe=_frames),
    Case(
        name="An error raised from another is answered without the other",
        aws=["Refused", "second", False],
        source=BOOTSTRAP,
        observe=_cause,
    ),
    Case(
        name="Recursion without end is a RecursionError",
        aws=["Unhandled", "RecursionError", re.compile("maximum recursion depth exceeded.*")],
        source=BOOTSTRAP,
        observe=_recursion,
    ),
    Case(
        name="An error leaves the process as it is",
        aws=True,
        source=recorded("TestLambdaFeatures::test_invocation_type_event_error"),
        observe=_still_warm,
    ),
    Case(
        name="An error is logged with its class, its text and its trace, indented with no-break spaces",
        aws=[True, True, True],
        source=recorded("TestLambdaFeatures::test_invocation_type_event_error"),
        observe=_logged,
    ),
    Case(
        name="The REPORT line of an error names no status",
        aws=False,
        source=recorded("TestLambdaFeatures::test_invocation_type_event_error"),
        observe=_report,
    ),
]
