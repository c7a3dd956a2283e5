"""The context object."""

import base64
import json
import re
from typing import Any

from conformance.case import Case, localstacks_own
from conformance.cloud import Cloud
from conformance.sources import CONTEXT, INVOKE, PYTHON_CONTEXT, recorded

RECORDED = recorded("TestLambdaRuntimesCommon::test_introspection_invoke[python3.11]", file="test_lambda_common")
OF_A_VERSION = recorded("TestLambdaFeatures::test_invocation_with_qualifier")
NOT_PASSED_ON = localstacks_own("there is no client context: LocalStack hands it to no executor")
CLIENT_CONTEXT = {"custom": {"foo": "bar"}, "client": {"app_title": "shop"}, "env": {"fizz": "buzz"}}


def _field(name: str) -> Any:
    return lambda cloud: cloud.probe.do("context", name=name).payload


def _client_context(name: str) -> Any:
    encoded = base64.b64encode(json.dumps(CLIENT_CONTEXT).encode()).decode()
    event = {"do": "context", "name": f"client_context.{name}"}
    return lambda cloud: cloud.probe.invoke(event, ClientContext=encoded).payload


def _named(cloud: Cloud) -> object:
    return cloud.probe.do("context", name="function_name").payload == cloud.probe.name


def _arn(cloud: Cloud) -> object:
    return cloud.probe.do("context", name="invoked_function_arn").payload == cloud.probe.arn


def _qualified_arn(cloud: Cloud) -> object:
    reply = cloud.probe.invoke({"do": "context", "name": "invoked_function_arn"}, Qualifier="$LATEST")
    return reply.payload.removeprefix(cloud.probe.arn)


def _group(cloud: Cloud) -> object:
    return cloud.probe.do("context", name="log_group_name").payload.removesuffix(cloud.probe.name)


def _remaining(cloud: Cloud) -> object:
    before, after = cloud.probe.do("remaining", seconds=0.3).payload
    return [15_000 < before <= 20_000, 300 <= before - after < 5_000]


CASES = [
    Case(name="The context names the function", aws=True, source=PYTHON_CONTEXT, observe=_named),
    Case(name="The context's version is $LATEST", aws="$LATEST", source=RECORDED, observe=_field("function_version")),
    Case(
        name="The context's memory limit is a text of megabytes",
        aws="128",
        source=RECORDED,
        observe=_field("memory_limit_in_mb"),
    ),
    Case(
        name="The context's ARN is the function's, without a qualifier if none was used",
        aws=True,
        source=RECORDED,
        observe=_arn,
    ),
    Case(
        name="The context's ARN has the qualifier that was used",
        aws=":$LATEST",
        source=RECORDED,
        observe=_qualified_arn,
    ),
    Case(name="The context's log group is the function's", aws="/aws/lambda/", source=RECORDED, observe=_group),
    Case(
        name="The context's log stream is date, version and 32 hexadecimal digits",
        aws=re.compile(r"\d{4}/\d\d/\d\d/\[\$LATEST\][0-9a-f]{32}"),
        source=PYTHON_CONTEXT,
        observe=_field("log_stream_name"),
    ),
    Case(
        name="The context's request id is a UUID",
        aws=re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}"),
        source=recorded("TestRequestIdHandling::test_request_id_format"),
        observe=_field("aws_request_id"),
    ),
    Case(
        name="The remaining time starts at the time limit and goes down",
        aws=[True, True],
        source=PYTHON_CONTEXT,
        observe=_remaining,
    ),
    Case(
        name="There is no client context unless one is sent",
        aws=None,
        source=OF_A_VERSION,
        observe=_field("client_context"),
    ),
    *(
        Case(
            name=f"The client context's {label} is passed on",
            aws=value,
            source=source,
            observe=_client_context(name),
            differs=NOT_PASSED_ON,
        )
        for label, name, value, source in [
            ("custom part", "custom", {"foo": "bar"}, recorded("TestLambdaFeatures::test_lambda_with_context")),
            ("environment", "env", {"fizz": "buzz"}, recorded("TestLambdaFeatures::test_lambda_with_context")),
            ("application title", "client.app_title", "shop", INVOKE),
        ]
    ),
    Case(
        name="Without Cognito the identity is there, and empty",
        aws=None,
        source=CONTEXT,
        observe=_field("identity.cognito_identity_id"),
    ),
    Case(
        name="Without Cognito there is no identity pool",
        aws=None,
        source=CONTEXT,
        observe=_field("identity.cognito_identity_pool_id"),
    ),
    Case(name="Without tenants there is no tenant id", aws=None, source=CONTEXT, observe=_field("tenant_id")),
]
