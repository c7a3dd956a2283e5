"""What comes before the first invocation."""

import re
from typing import Any

from conformance.case import Case, localstacks_own
from conformance.cloud import Cloud
from conformance.deployed import Deployed
from conformance.sources import EXECUTION_ENVIRONMENT, PROVISIONED, recorded
from conformance.stored_log import reported
from conformance.waiting import wait_for


def _slow(cloud: Cloud) -> object:
    function = cloud.own_function("slow_first.handle")
    return [function.invoke().payload, *_init_lines(cloud, function)]


def _loud(cloud: Cloud) -> object:
    function = cloud.own_function("loud.handle")
    function.invoke()
    function.invoke()
    messages = [message.rstrip("\n") for message in reported(cloud, function, invocations=2)]
    return [message for message in messages if message in {"imported", "handled"} or message.startswith("START")]


def _duration(cloud: Cloud) -> object:
    """Whether the import's 1.5 seconds count as Init Duration and not as Duration."""
    log = cloud.own_function("loud.handle").invoke().log or ""
    found = dict(re.findall(r"(Init Duration|\tDuration|Billed Duration): ([\d.]+) ms", log))
    return [
        float(found["Init Duration"]) >= 1500,
        float(found["\tDuration"]) < 1500,
        float(found["Billed Duration"]) >= 1500,
    ]


def _init_once(cloud: Cloud) -> object:
    function = cloud.own_function()
    return ["Init Duration" in function.do("count").report for _ in range(2)]


def _init_reports(cloud: Cloud) -> object:
    function = cloud.own_function("broken_import.handle")
    function.invoke()
    return _init_lines(cloud, function)


def _init_lines(cloud: Cloud, function: Deployed) -> list[str]:
    found = [message for message in reported(cloud, function) if message.startswith("INIT_REPORT")]
    return [re.sub(r"\d+\.\d+", "N", line).rstrip() for line in found]


def _provisioned(cloud: Cloud, function: Deployed, *, wanted: int) -> tuple[str, Any]:
    """Version and state of a function once its environments are provisioned, or cannot be."""
    version = cloud.functions.publish_version(FunctionName=function.name)["Version"]
    config: dict[str, str] = {"FunctionName": function.name, "Qualifier": version}
    cloud.functions.put_provisioned_concurrency_config(**config, ProvisionedConcurrentExecutions=wanted)

    def settled() -> Any:
        now = cloud.functions.get_provisioned_concurrency_config(**config)
        return None if now["Status"] == "IN_PROGRESS" else now

    return version, wait_for("provisioning is over", settled)


def _ready(cloud: Cloud) -> object:
    function = cloud.own_function()
    version, now = _provisioned(cloud, function, wanted=2)
    kind = function.invoke({"do": "environment", "name": "AWS_LAMBDA_INITIALIZATION_TYPE"}, Qualifier=version).payload
    return [now["Status"], now["AllocatedProvisionedConcurrentExecutions"], kind]


def _not_ready(cloud: Cloud) -> object:
    _, now = _provisioned(cloud, cloud.own_function("broken_import.handle"), wanted=1)
    return [now["Status"], now.get("StatusReason")]


CASES = [
    Case(
        name="An init of more than ten seconds is repeated within the invocation",
        aws=["at last", "INIT_REPORT Init Duration: N ms\tPhase: init\tStatus: timeout"],
        source=EXECUTION_ENVIRONMENT,
        observe=_slow,
    ),
    Case(
        name="What is written at import comes before START, and once",
        aws=["imported", *["START RequestId: ID Version: $LATEST", "handled"] * 2],
        source=EXECUTION_ENVIRONMENT,
        observe=_loud,
    ),
    Case(
        name="The time of the import is Init Duration, and billed",
        aws=[True, True, True],
        source=EXECUTION_ENVIRONMENT,
        observe=_duration,
    ),
    Case(
        name="Only the first REPORT line has an Init Duration",
        aws=[True, False],
        source=recorded("TestLambdaFeatures::test_invocation_type_event_error"),
        observe=_init_once,
    ),
    Case(
        name="A failing init is reported, and again when it is repeated in the invocation",
        aws=[
            "INIT_REPORT Init Duration: N ms\tPhase: init\tStatus: error\tError Type: RuntimeError",
            "INIT_REPORT Init Duration: N ms\tPhase: invoke\tStatus: error\tError Type: RuntimeError",
        ],
        source=EXECUTION_ENVIRONMENT,
        observe=_init_reports,
    ),
    Case(
        name="Provisioned environments are ready before the first invocation, and know what they are",
        aws=["READY", 2, "provisioned-concurrency"],
        source=PROVISIONED,
        observe=_ready,
    ),
    Case(
        name="Provisioning a function that cannot be loaded fails",
        aws=["FAILED", "FUNCTION_ERROR_INIT_FAILURE"],
        source=recorded("TestLambdaConcurrency::test_provisioned_concurrency_init_failure"),
        observe=_not_ready,
        differs=localstacks_own("provisioned environments are reported as ready whatever became of their init"),
    ),
]
