"""Least privilege: each function has exactly the permissions that it needs, on the queues that it uses."""

from collections.abc import Iterator
from typing import Any

import pytest
from esteira.core.names import LANES

from infra.local.stack.template import Json
from tests.template.reading import Function, functions, if_so, otherwise, resources, template

SEND = {"sqs:SendMessage", "sqs:GetQueueAttributes"}
DRAIN = {"sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility", "sqs:GetQueueAttributes"}
COUNT = {"sqs:GetQueueAttributes"}
ALL_MAY = {"sqs:SendMessage", "secretsmanager:GetSecretValue"}
"""Every function reports its errors to the queue `errors`, and reads its connection strings if they are in a secret."""
COMMON = {"ErrorsQueue.Arn", "ConnectionsSecretArn"}
EVERY_QUEUE = {f"{lane.capitalize()}{kind}.Arn" for lane in LANES for kind in ("Queue", "Dlq")}

FUNCTION = "arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:"
FILES = "${ReportsBucket.Arn}/reports/*"
OF_STACK = "${AWS::Region}:${AWS::AccountId}"
WILDCARDS = {
    FILES: "the files of reports have names that nobody knows before",
    "*": "lambda:ListEventSourceMappings knows no narrower resource",
    f"arn:${{AWS::Partition}}:lambda:{OF_STACK}:event-source-mapping:*": "held to the three consumers by its condition",
    f"arn:${{AWS::Partition}}:lambda:{OF_STACK}:function:${{AWS::StackName}}-*": "all functions of this stack",
    f"arn:${{AWS::Partition}}:events:{OF_STACK}:rule/${{AWS::StackName}}-*": "all schedules of this stack",
    f"arn:${{AWS::Partition}}:logs:{OF_STACK}:log-group:/aws/lambda/${{AWS::StackName}}-*": "the logs of its functions",
}
"""Every resource with a wildcard, and why."""
IDENTITY = "arn:${AWS::Partition}:ses:${AWS::Region}:${AWS::AccountId}:identity/"

NEEDED = {
    "ProducerApi": (SEND, {"OrdersQueue.Arn"}),
    "ProducerSchedule": (SEND, {"OrdersQueue.Arn"}),
    **{f"{lane.capitalize()}Consumer": (DRAIN, {f"{lane.capitalize()}Queue.Arn"}) for lane in LANES},
    "LookupsConsumer": (DRAIN | {"sqs:SendMessage"}, {"LookupsQueue.Arn"}),
    "CallbacksApi": (SEND, {"PaymentsQueue.Arn"}),
    "CallbacksSchedule": (SEND, {"PaymentsQueue.Arn"}),
    "TokensApi": (set(), set()),
    "FlowApi": (set(), set()),
    "AccountsApi": ({"lambda:InvokeFunction"}, {f"{FUNCTION}${{AWS::StackName}}-mails"}),
    "DocsApi": (set(), set()),
    "LookupsApi": (SEND, {"LookupsQueue.Arn"}),
    "LookupsSchedule": (SEND, {"LookupsQueue.Arn"}),
    "FailuresApi": (set(), set()),
    "AuditApi": (set(), set()),
    "OrdersApi": (SEND, {"OrdersQueue.Arn"}),
    "WorkbenchApi": (COUNT | DRAIN | SEND, EVERY_QUEUE),
    "ReportsApi": ({"s3:GetObject"}, {FILES}),
    "MailsApi": (set(), set()),
    "MailsSchedule": ({"ses:SendRawEmail"}, {f"{IDENTITY}${{MailFrom}}", f"{IDENTITY}${{Domain}}"}),
    "DigestsSchedule": (set(), set()),
    "MonitorApi": (COUNT, EVERY_QUEUE),
    "MonitorSchedule": (COUNT, EVERY_QUEUE),
    "MetricsSchedule": (COUNT, EVERY_QUEUE),
}
OF_CONTAINERS = {
    "BridgePolicy": {
        "ErrorsQueue.Arn": {"sqs:SendMessage", *DRAIN},
        "ConnectionsSecretArn": {"secretsmanager:GetSecretValue"},
        **{key: {*DRAIN, *SEND} for key in EVERY_QUEUE},
        f"arn:${{AWS::Partition}}:lambda:{OF_STACK}:event-source-mapping:*": {
            "lambda:GetEventSourceMapping",
            "lambda:UpdateEventSourceMapping",
        },
        "*": {"lambda:ListEventSourceMappings"},
        FILES: {"s3:PutObject", "s3:AbortMultipartUpload", "s3:DeleteObject"},
    },
    "ConsolePolicy": {
        "ErrorsQueue.Arn": {"sqs:SendMessage"},
        "ConnectionsSecretArn": {"secretsmanager:GetSecretValue"},
        **{key: {"sqs:PurgeQueue", "sqs:ReceiveMessage", "sqs:ChangeMessageVisibility", *SEND} for key in EVERY_QUEUE},
        **{f"{lane.capitalize()}Dlq.Arn": {"sqs:PurgeQueue", *DRAIN, *SEND} for lane in LANES},
        "AWS::StackId": {"cloudformation:ListStackResources"},
        f"{FUNCTION}${{AWS::StackName}}-*": {"lambda:GetFunctionConfiguration", "lambda:InvokeFunction"},
        "*": {"lambda:ListEventSourceMappings"},
        f"arn:${{AWS::Partition}}:events:{OF_STACK}:rule/${{AWS::StackName}}-*": {
            "events:DescribeRule",
            "events:ListTargetsByRule",
        },
        f"arn:${{AWS::Partition}}:logs:{OF_STACK}:log-group:/aws/lambda/${{AWS::StackName}}-*": {
            "logs:FilterLogEvents"
        },
        FILES: {"s3:GetObject"},
    },
}
"""By resource."""
MANAGED = {"AWSLambdaBasicExecutionRole", "AWSLambdaVPCAccessExecutionRole"}

each_function = pytest.mark.parametrize("function", functions().values(), ids=functions())


@each_function
def test_a_function_has_exactly_the_permissions_that_it_needs(function: Function) -> None:
    allowed = {action for statement in function.statements for action in _listed(statement["Action"])}
    arns = {arn for statement in function.statements for arn in _arns(statement)}

    needed_actions, needed_arns = NEEDED[function.name]
    assert (allowed, arns) == (needed_actions | ALL_MAY, needed_arns | COMMON)


@pytest.mark.parametrize("policy", OF_CONTAINERS)
def test_bridge_and_console_may_do_exactly_what_they_do(policy: str) -> None:
    allowed: dict[str, set[str]] = {}
    for statement in _policy(policy):
        for arn in _arns(statement):
            allowed.setdefault(arn, set()).update(_listed(statement["Action"]))

    assert allowed == OF_CONTAINERS[policy]


def test_the_bridge_changes_no_mappings_but_those_of_the_lanes() -> None:
    (condition,) = [each["Condition"] for each in _policy("BridgePolicy") if "Condition" in each]

    consumers = [{"Fn::GetAtt": [f"{lane.capitalize()}Consumer", "Arn"]} for lane in LANES]
    assert condition == {"ArnEquals": {"lambda:FunctionArn": consumers}}


def test_no_statement_has_a_wildcard_without_a_reason() -> None:
    statements = [
        *(statement for function in functions().values() for statement in function.statements),
        *(statement for policy in OF_CONTAINERS for statement in _policy(policy)),
    ]

    assert {statement["Effect"] for statement in statements} == {"Allow"}
    assert "*" not in repr([statement["Action"] for statement in statements])
    assert {arn for each in statements for arn in _arns(each) if "*" in arn} == WILDCARDS.keys()


def test_without_a_secret_nobody_may_read_one() -> None:
    reads = [each for each in _everywhere(template()["Resources"]) if "secretsmanager:" in repr(if_so(each))]

    assert reads
    assert all(each["Fn::If"][0] == "HasSecret" and otherwise(each) == {"Ref": "AWS::NoValue"} for each in reads)


@each_function
def test_the_only_managed_policies_are_for_logging_and_running_in_a_vpc(function: Function) -> None:
    names = {arn.rpartition("/")[2] for arn in _strings(list(function.managed_policies)) if arn.startswith("arn:")}

    assert names <= MANAGED


def _policy(name: str) -> list[Json]:
    document = resources("AWS::IAM::ManagedPolicy")[name]["PolicyDocument"]
    return [if_so(statement) for statement in document["Statement"]]


def _everywhere(value: Any) -> Iterator[Any]:
    """Yield the statements of all policies as they are written."""
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        if isinstance(value, dict) and isinstance(value.get("Statement"), list):
            yield from value["Statement"]
        yield from _everywhere(each)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _arns(statement: Json) -> Iterator[str]:
    for resource in _listed(statement["Resource"]):
        if isinstance(resource, str):
            yield resource
        elif "Ref" in resource:
            yield resource["Ref"]
        elif "Fn::GetAtt" in resource:
            yield ".".join(resource["Fn::GetAtt"])
        else:
            text = resource["Fn::Sub"]
            yield text if isinstance(text, str) else text[0]


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from _strings(list(value.values()))
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part)
