"""No function and no container may do what its code never asks AWS for: what it imports is searched for the calls."""

import re
from functools import cache

import grimp
import pytest

from infra.local.home import REPOSITORY
from tests.template.reading import Function, functions, if_so, resources

FOLDERS = (REPOSITORY / "functions", REPOSITORY)
CALLS = {
    "send_message_batch": "sqs:SendMessage",
    "receive_message": "sqs:ReceiveMessage",
    "delete_message_batch": "sqs:DeleteMessage",
    "change_message_visibility_batch": "sqs:ChangeMessageVisibility",
    "get_queue_attributes": "sqs:GetQueueAttributes",
    "purge_queue": "sqs:PurgeQueue",
    "get_secret_value": "secretsmanager:GetSecretValue",
    "send_raw_email": "ses:SendRawEmail",
    "invoke": "lambda:InvokeFunction",
    "get_function_configuration": "lambda:GetFunctionConfiguration",
    "get_event_source_mapping": "lambda:GetEventSourceMapping",
    "update_event_source_mapping": "lambda:UpdateEventSourceMapping",
    "list_event_source_mappings": "lambda:ListEventSourceMappings",
    "list_stack_resources": "cloudformation:ListStackResources",
    "describe_rule": "events:DescribeRule",
    "list_targets_by_rule": "events:ListTargetsByRule",
    "filter_log_events": "logs:FilterLogEvents",
    "generate_presigned_url": "s3:GetObject",
    "upload_part": "s3:PutObject",
    "abort_multipart_upload": "s3:AbortMultipartUpload",
    "delete_object": "s3:DeleteObject",
}
"""Methods of boto3's clients, also as names of pages, and what they need."""
_CALL = re.compile(r"\.({0})\(|get_paginator\(\"({0})\"".format("|".join(CALLS)))
CONTAINERS = {"BridgePolicy": "bridge", "ConsolePolicy": "console"}


@cache
def _graph() -> grimp.ImportGraph:
    doors = sorted({function.module.partition(".")[0] for function in functions().values()})
    return grimp.build_graph("esteira", *doors, *CONTAINERS.values(), cache_dir=None)


@cache
def _asked_for(module: str) -> frozenset[str]:
    """The actions that the calls in a module need."""
    names = module.replace(".", "/")
    files = [folder / f"{names}{end}" for folder in FOLDERS for end in (".py", "/__init__.py")]
    text = next(file for file in files if file.exists()).read_text(encoding="utf-8")
    return frozenset(CALLS[found[1] or found[2]] for found in _CALL.finditer(text))


def _within_reach(*modules: str) -> set[str]:
    reached = {*modules, *(each for module in modules for each in _graph().find_upstream_modules(module))}
    return {action for module in reached for action in _asked_for(module)}


def _actions(statements: object) -> set[str]:
    return set(re.findall(r"'([a-z0-9]+:[A-Z][A-Za-z]+)'", repr(statements)))


def _of_policy(name: str) -> set[str]:
    statements = resources("AWS::IAM::ManagedPolicy")[name]["PolicyDocument"]["Statement"]
    return _actions([if_so(each)["Action"] for each in statements])


@pytest.mark.parametrize("function", functions().values(), ids=functions())
def test_a_function_may_do_nothing_that_its_code_does_not_ask_for(function: Function) -> None:
    assert _actions([each["Action"] for each in function.statements]) <= _within_reach(function.module)


@pytest.mark.parametrize("policy", CONTAINERS)
def test_a_container_may_do_nothing_that_its_code_does_not_ask_for(policy: str) -> None:
    modules = [each for each in _graph().modules if each.partition(".")[0] == CONTAINERS[policy]]

    assert _of_policy(policy) <= _within_reach(*modules)


def test_everything_that_the_code_asks_for_is_allowed_to_somebody() -> None:
    of_functions = [each["Action"] for function in functions().values() for each in function.statements]

    allowed = _actions(of_functions).union(*map(_of_policy, CONTAINERS))

    assert allowed == set(CALLS.values()) == {action for each in _graph().modules for action in _asked_for(each)}
