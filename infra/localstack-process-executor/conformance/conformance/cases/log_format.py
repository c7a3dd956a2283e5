"""The JSON format of logs."""

import json
import re
from typing import Any

from conformance.case import Case
from conformance.cloud import Cloud
from conformance.sources import LOG_UTILITIES, LOGGING_CONFIG, PYTHON_LOGGING

JSON = {"LogFormat": "JSON", "ApplicationLogLevel": "INFO", "SystemLogLevel": "INFO"}


def _record(action: str, **event: object) -> Any:
    def observe(cloud: Cloud) -> object:
        lines = cloud.function(LoggingConfig=JSON).do(action, **event).log or ""
        records = [json.loads(line) for line in lines.splitlines() if line.startswith("{")]
        own = [record for record in records if "level" in record and "type" not in record]
        return {key: value for key, value in own[-1].items() if key not in {"timestamp", "requestId"}}

    return observe


def _platform_types(cloud: Cloud) -> object:
    lines = (cloud.own_function(LoggingConfig=JSON).do("count").log or "").splitlines()
    types = [json.loads(line).get("type") for line in lines]
    return [kind for kind in types if not kind.startswith("platform.init")]


def _printed(cloud: Cloud) -> object:
    log = cloud.function(LoggingConfig=JSON).do("say", text="plain").log or ""
    return [line for line in log.splitlines() if not line.startswith("{")]


def _variable(name: str) -> Any:
    return lambda cloud: cloud.function(LoggingConfig=JSON).do("environment", name=name).payload


def _hidden(cloud: Cloud) -> object:
    strict = {**JSON, "ApplicationLogLevel": "ERROR"}
    log = cloud.function(LoggingConfig=strict).do("log", level="WARNING", text="hidden").log or ""
    return "hidden" in log


CASES = [
    Case(
        name="In JSON format AWS_LAMBDA_LOG_FORMAT says so",
        aws="JSON",
        source=LOGGING_CONFIG,
        observe=_variable("AWS_LAMBDA_LOG_FORMAT"),
    ),
    Case(
        name="In JSON format AWS_LAMBDA_LOG_LEVEL is the application's",
        aws=re.compile("(?i:info)"),
        source=LOGGING_CONFIG,
        observe=_variable("AWS_LAMBDA_LOG_LEVEL"),
    ),
    Case(
        name="In JSON format a record is an object of level, message and logger",
        aws={"level": "INFO", "message": "hello", "logger": "speech"},
        source=LOG_UTILITIES,
        observe=_record("log", level="INFO", text="hello"),
    ),
    Case(
        name="In JSON format a record has its extra fields",
        aws={"level": "WARNING", "message": "with fields", "logger": "speech", "order": 7},
        source=LOG_UTILITIES,
        observe=_record("log with fields"),
    ),
    Case(
        name="In JSON format a record of several lines is one line",
        aws={"level": "WARNING", "message": "one\ntwo", "logger": "speech"},
        source=LOG_UTILITIES,
        observe=_record("log", level="WARNING", text="one\ntwo"),
    ),
    Case(
        name="In JSON format a logged exception has type, message, place and trace",
        aws={
            "level": "ERROR",
            "message": "went wrong",
            "logger": "speech",
            "stackTrace": [re.compile('  File ".*speech.py", line .*', re.DOTALL)],
            "errorType": "ValueError",
            "errorMessage": "invalid literal for int() with base 10: 'caught'",
            "location": re.compile(r".*speech.py:log_exception:\d+"),
        },
        source=LOG_UTILITIES,
        observe=_record("log exception"),
    ),
    Case(
        name="In JSON format an error of the handler is an object",
        aws={
            "level": "ERROR",
            "errorMessage": "out of luck",
            "errorType": "ValueError",
            "stackTrace": [re.compile(".*", re.DOTALL), re.compile(".*", re.DOTALL)],
        },
        source=LOG_UTILITIES,
        observe=_record("fail", name="ValueError"),
    ),
    Case(
        name="In JSON format what is printed stays as it is",
        aws=["plain"],
        source=PYTHON_LOGGING,
        observe=_printed,
    ),
    Case(
        name="In JSON format start and report are objects",
        aws=["platform.start", "platform.report"],
        source=LOGGING_CONFIG,
        observe=_platform_types,
    ),
    Case(
        name="Records below the application's level are not written", aws=False, source=LOGGING_CONFIG, observe=_hidden
    ),
]
