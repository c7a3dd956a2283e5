"""Least privilege: each function has exactly the permissions that it needs, on the queues that it uses."""

from collections.abc import Iterator
from typing import Any

import pytest
from esteira.core.names import LANES

from infra.local.stack.template import Json
from tests.template.reading import Function, functions

SEND = {"sqs:SendMessage", "sqs:GetQueueAttributes"}
DRAIN = {"sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility", "sqs:GetQueueAttributes"}
COUNT = {"sqs:GetQueueAttributes"}
REPORT = {"sqs:SendMessage"}
"""Every function reports its errors to the queue `errors`."""
EVERY_QUEUE = {f"{lane.capitalize()}{kind}.Arn" for lane in LANES for kind in ("Queue", "Dlq")}

FUNCTION = "arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:"
FILES = "${ReportsBucket.Arn}/reports/*"
"""The files of reports have names that nobody knows before: the only wildcard."""
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
MANAGED = {"AWSLambdaBasicExecutionRole", "AWSLambdaVPCAccessExecutionRole"}

each_function = pytest.mark.parametrize("function", functions().values(), ids=functions())


@each_function
def test_a_function_has_exactly_the_permissions_that_it_needs(function: Function) -> None:
    allowed = {action for statement in function.statements for action in _listed(statement["Action"])}
    arns = {arn for statement in function.statements for arn in _arns(statement)}

    needed_actions, needed_arns = NEEDED[function.name]
    assert (allowed, arns) == (needed_actions | REPORT, needed_arns | {"ErrorsQueue.Arn"})


@each_function
def test_no_statement_has_a_wildcard(function: Function) -> None:
    for statement in function.statements:
        assert statement["Effect"] == "Allow"
        assert "*" not in repr([statement["Action"], statement["Resource"]]).replace(FILES, "")


@each_function
def test_the_only_managed_policies_are_for_logging_and_running_in_a_vpc(function: Function) -> None:
    names = {arn.rpartition("/")[2] for arn in _strings(list(function.managed_policies)) if arn.startswith("arn:")}

    assert names <= MANAGED


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _arns(statement: Json) -> Iterator[str]:
    for resource in _listed(statement["Resource"]):
        if "Fn::GetAtt" in resource:
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
