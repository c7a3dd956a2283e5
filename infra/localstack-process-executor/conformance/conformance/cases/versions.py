"""Versions, aliases, updates."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from conformance.bundle import zipped
from conformance.case import Case
from conformance.cloud import Cloud
from conformance.deployed import Deployed
from conformance.sources import ALIAS_ROUTING, ALIASES, EXECUTION_ENVIRONMENT, VERSIONS, recorded

WITH_CODE_CHANGES = recorded("TestLambdaVersions::test_lambda_versions_with_code_changes")
ALIAS_MOVING = recorded("TestLambdaAliases::test_lambda_alias_moving")
QUALIFIED = recorded("TestLambdaFeatures::test_invocation_with_qualifier")
DURING_INVOKE = recorded("TestLambdaVersions::test_function_update_during_invoke")


def _app(word: str) -> dict[str, str]:
    answer = f"[{word!r}, os.environ.get('WORD'), context.function_version]"
    return {"app.py": f"import os\n\ndef handle(event, context):\n    return {answer}\n"}


def _two_versions(cloud: Cloud) -> Deployed:
    """Version 1 says `first`, version 2 and $LATEST say `second`."""
    function = cloud.own_function("app.handle", files=_app("first"), Environment={"Variables": {"WORD": "one"}})
    cloud.functions.publish_version(FunctionName=function.name)
    _change(cloud, function, "second")
    cloud.functions.publish_version(FunctionName=function.name)
    return function


def _change(cloud: Cloud, function: Deployed, word: str) -> None:
    cloud.functions.update_function_code(FunctionName=function.name, ZipFile=zipped(_app(word)))
    function.await_active()


def _kept(cloud: Cloud) -> object:
    function = _two_versions(cloud)
    variables: Any = {"Variables": {"WORD": "two"}}
    cloud.functions.update_function_configuration(FunctionName=function.name, Environment=variables)
    function.await_active()
    return [function.invoke(Qualifier=version).payload for version in ("1", "2", "$LATEST")]


def _executed(cloud: Cloud) -> object:
    function = _two_versions(cloud)
    return [function.invoke(Qualifier="1").version, function.invoke().version]


def _moved(cloud: Cloud) -> object:
    function = _two_versions(cloud)
    alias: Any = {"FunctionName": function.name, "Name": "live"}
    cloud.functions.create_alias(**alias, FunctionVersion="1")
    before = function.invoke(Qualifier="live")
    cloud.functions.update_alias(**alias, FunctionVersion="2")
    after = function.invoke(Qualifier="live")
    return [before.payload[0], before.version, after.payload[0], after.version]


def _through_alias(cloud: Cloud) -> object:
    function = cloud.own_function()
    cloud.functions.publish_version(FunctionName=function.name)
    cloud.functions.create_alias(FunctionName=function.name, Name="live", FunctionVersion="1")
    fields = ("invoked_function_arn", "function_version", "log_stream_name")
    arn, version, stream = (
        function.invoke({"do": "context", "name": name}, Qualifier="live").payload for name in fields
    )
    return [arn.removeprefix(function.arn), version, "[1]" in stream]


def _start_line(cloud: Cloud) -> object:
    function = cloud.own_function()
    cloud.functions.publish_version(FunctionName=function.name)
    return function.invoke({"do": "count"}, Qualifier="1").lines[0]


def _unchanged(cloud: Cloud) -> object:
    function = cloud.own_function()
    return [cloud.functions.publish_version(FunctionName=function.name)["Version"] for _ in range(2)]


def _weighted(cloud: Cloud) -> object:
    function = _two_versions(cloud)
    cloud.functions.create_alias(
        FunctionName=function.name,
        Name="both",
        FunctionVersion="1",
        RoutingConfig={"AdditionalVersionWeights": {"2": 0.5}},
    )
    return sorted({function.invoke(Qualifier="both").payload[0] for _ in range(40)})


def _updated(setting: Any, event: object) -> Any:
    def observe(cloud: Cloud) -> object:
        function = cloud.own_function()
        function.do("count")
        cloud.functions.update_function_configuration(FunctionName=function.name, **setting)
        function.await_active()
        return function.invoke(event).payload

    return observe


def _update_restarts(cloud: Cloud) -> object:
    function = cloud.own_function("app.handle", files=_app("first"))
    before = function.invoke().payload[0]
    _change(cloud, function, "second")
    return [before, function.invoke().payload[0]]


def _update_during_invocation(cloud: Cloud) -> object:
    function = cloud.own_function()
    function.do("count")
    with ThreadPoolExecutor(1) as caller:
        running = caller.submit(function.do, "sleep", seconds=3)
        cloud.functions.update_function_configuration(FunctionName=function.name, Description="changed")
        reply = running.result()
    return [reply.payload, reply.error]


CASES = [
    Case(
        name="A version keeps its code and its variables when the function changes",
        aws=[["first", "one", "1"], ["second", "one", "2"], ["second", "two", "$LATEST"]],
        source=WITH_CODE_CHANGES,
        observe=_kept,
    ),
    Case(name="The answer names the version that ran", aws=["1", "$LATEST"], source=QUALIFIED, observe=_executed),
    Case(
        name="An alias that moves leads to the other version",
        aws=["first", "1", "second", "2"],
        source=ALIAS_MOVING,
        observe=_moved,
    ),
    Case(
        name="Through an alias the context has its ARN and the version",
        aws=[":live", "1", True],
        source=ALIASES,
        observe=_through_alias,
    ),
    Case(
        name="The START line names the version",
        aws="START RequestId: ID Version: 1",
        source=QUALIFIED,
        observe=_start_line,
    ),
    Case(
        name="Publishing what has not changed makes no new version", aws=["1", "1"], source=VERSIONS, observe=_unchanged
    ),
    Case(
        name="An alias with weights leads to both versions",
        aws=["first", "second"],
        source=ALIAS_ROUTING,
        observe=_weighted,
    ),
    Case(
        name="New code is run by the next invocation",
        aws=["first", "second"],
        source=EXECUTION_ENVIRONMENT,
        observe=_update_restarts,
    ),
    *(
        Case(
            name=f"A new {label} is in force for the next invocation",
            aws=answer,
            source=VERSIONS,
            observe=_updated(setting, event),
        )
        for label, setting, event, answer in [
            (
                "variable",
                {"Environment": {"Variables": {"ADDED": "yes"}}},
                {"do": "environment", "name": "ADDED"},
                "yes",
            ),
            ("memory size", {"MemorySize": 256}, {"do": "context", "name": "memory_limit_in_mb"}, "256"),
            ("handler", {"Handler": "probe.echo"}, {"any": 1}, {"any": 1}),
        ]
    ),
    Case(
        name="An update does not interrupt an invocation that runs",
        aws=["slept", None],
        source=DURING_INVOKE,
        observe=_update_during_invocation,
    ),
]
