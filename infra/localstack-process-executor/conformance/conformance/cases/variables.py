"""Environment variables."""

import posixpath
import re
from typing import Any

from conformance.case import Case, localstacks_own
from conformance.cloud import Cloud
from conformance.reply import refusal
from conformance.sources import ENVIRONMENT_VARIABLES, recorded

RECORDED = recorded("TestLambdaRuntimesCommon::test_introspection_invoke[python3.11]", file="test_lambda_common")
OWN = {"GREETING": "olá", "EMPTY": "", "QUOTED": "a'b\"c $d", "LINES": "one\ntwo", "LONG": "x" * 3000}

RESERVED: dict[str, object] = {
    "_HANDLER": "probe.handle",
    "AWS_EXECUTION_ENV": "AWS_Lambda_python3.11",
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "128",
    "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
    "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
    "AWS_LAMBDA_LOG_STREAM_NAME": re.compile(r"\d{4}/\d\d/\d\d/\[\$LATEST\][0-9a-f]{32}"),
    "AWS_LAMBDA_RUNTIME_API": re.compile(r"[\d.]+:\d+"),
    "AWS_REGION": re.compile("[a-z]+-[a-z]+-[0-9]"),
    "AWS_DEFAULT_REGION": re.compile("[a-z]+-[a-z]+-[0-9]"),
    "AWS_ACCESS_KEY_ID": re.compile(".{16,}"),
    "AWS_SECRET_ACCESS_KEY": re.compile(".+"),
    "AWS_SESSION_TOKEN": re.compile(".+"),
    "AWS_XRAY_CONTEXT_MISSING": "LOG_ERROR",
    "AWS_XRAY_DAEMON_ADDRESS": re.compile(r"[\d.]+:2000"),
    "_AWS_XRAY_DAEMON_ADDRESS": re.compile(r"[\d.]+"),
    "_AWS_XRAY_DAEMON_PORT": "2000",
    "LAMBDA_RUNTIME_DIR": "/var/runtime",
    "LANG": "en_US.UTF-8",
    "SHLVL": "0",
    "TZ": ":UTC",
}


def _variable(name: str) -> Any:
    return lambda cloud: cloud.probe.do("environment", name=name).payload


def _own(name: str) -> Any:
    return lambda cloud: cloud.function(Environment={"Variables": OWN}).do("environment", name=name).payload


def _log_group(cloud: Cloud) -> object:
    found = cloud.probe.do("environment", name="AWS_LAMBDA_LOG_GROUP_NAME").payload
    return found == f"/aws/lambda/{cloud.probe.name}"


def _name(cloud: Cloud) -> object:
    return cloud.probe.do("environment", name="AWS_LAMBDA_FUNCTION_NAME").payload == cloud.probe.name


def _working_folder(cloud: Cloud) -> object:
    pwd, (working, *_) = cloud.probe.do("environment", name="PWD").payload, cloud.probe.do("folders").payload
    return pwd == working


def _reserved(cloud: Cloud) -> object:
    variables = {"Variables": {"AWS_REGION": "mine"}}
    return refusal(lambda: cloud.own_function(Environment=variables))[:2]


def _overridden(name: str) -> Any:
    variables = {"Variables": {"TZ": "America/Sao_Paulo", "LANG": "C", "PATH": "/bin"}}
    return lambda cloud: cloud.function(Environment=variables).do("environment", name=name).payload


def _path(cloud: Cloud) -> object:
    folders = cloud.probe.do("environment", name="PATH").payload.split(":")
    return [posixpath.normpath(folder) for folder in folders[1:4]]


CASES = [
    *(
        Case(
            name=f"{name} is set",
            aws=value,
            source=RECORDED,
            observe=_variable(name),
        )
        for name, value in RESERVED.items()
    ),
    Case(name="AWS_LAMBDA_FUNCTION_NAME is set", aws=True, source=RECORDED, observe=_name),
    Case(name="AWS_LAMBDA_LOG_GROUP_NAME is set", aws=True, source=RECORDED, observe=_log_group),
    Case(name="PWD is the working folder", aws=True, source=RECORDED, observe=_working_folder),
    Case(
        name="PATH has the system's folders after the interpreter's",
        aws=["/usr/local/bin", "/usr/bin", "/bin"],
        source=RECORDED,
        observe=_path,
    ),
    Case(
        name="PYTHONPATH is /var/runtime",
        aws="/var/runtime",
        source=RECORDED,
        observe=_variable("PYTHONPATH"),
    ),
    *(
        Case(
            name=f"A variable of the function that is {label} is passed on",
            aws=OWN[name],
            source=ENVIRONMENT_VARIABLES,
            observe=_own(name),
        )
        for label, name in [
            ("not ASCII", "GREETING"),
            ("empty", "EMPTY"),
            ("quoted", "QUOTED"),
            ("of several lines", "LINES"),
            ("long", "LONG"),
        ]
    ),
    *(
        Case(
            name=f"A function may set {name} itself", aws=value, source=ENVIRONMENT_VARIABLES, observe=_overridden(name)
        )
        for name, value in [("TZ", "America/Sao_Paulo"), ("LANG", "C"), ("PATH", "/bin")]
    ),
    Case(
        name="A function may not set a reserved variable",
        aws=[400, "InvalidParameterValueException"],
        source=ENVIRONMENT_VARIABLES,
        observe=_reserved,
        differs=localstacks_own("a function may set reserved variables such as `AWS_REGION`"),
    ),
    Case(
        name="A variable of nobody is not there",
        aws=None,
        source=ENVIRONMENT_VARIABLES,
        observe=_variable("GATEWAY_LISTEN"),
    ),
]
