"""A stack on LocalStack: created, recognised, deleted, with reasons if it fails."""

import json
from collections.abc import Iterator
from uuid import uuid4

import pytest

from infra.errors import NotDeployed, StackFailed
from infra.local.aws import aws_client
from infra.local.stack.artifact import template_url
from infra.local.stack.stack import Stack

QUEUE = {"Type": "AWS::SQS::Queue"}
TEMPLATE = {
    "Parameters": {"Delay": {"Type": "Number"}},
    "Resources": {"Queue": QUEUE | {"Properties": {"DelaySeconds": {"Ref": "Delay"}}}},
    "Outputs": {"QueueUrl": {"Value": {"Ref": "Queue"}}},
}


@pytest.fixture
def stack(localstack: str) -> Iterator[Stack]:
    made = Stack(aws_client("cloudformation", localstack), f"test-{uuid4().hex[:8]}")
    yield made
    made.delete()


def test_a_created_stack_has_an_id_resources_and_outputs(stack: Stack, localstack: str) -> None:
    created = stack.create(template_url(json.dumps(TEMPLATE), localstack), {"Delay": "3"})

    assert stack.id() == created
    assert stack.resources() == {"Queue": stack.outputs()["QueueUrl"]}


def test_another_stack_of_the_same_name_has_another_id(stack: Stack, localstack: str) -> None:
    first = stack.create(template_url(json.dumps(TEMPLATE), localstack), {"Delay": "3"})
    stack.delete()

    assert stack.create(template_url(json.dumps(TEMPLATE), localstack), {"Delay": "3"}) != first


def test_no_stack_has_no_id_and_no_outputs(stack: Stack) -> None:
    assert stack.id() is None
    assert stack.state() is None
    with pytest.raises(NotDeployed):
        stack.outputs()


def test_a_deleted_stack_is_gone(stack: Stack, localstack: str) -> None:
    stack.create(template_url(json.dumps(TEMPLATE), localstack), {"Delay": "3"})

    stack.delete()

    assert stack.state() is None


def test_failed_resources_are_named_with_their_reasons(stack: Stack, localstack: str) -> None:
    code = {"S3Bucket": "no-such-bucket", "S3Key": "code.zip"}
    role = "arn:aws:iam::000000000000:role/none"
    function = {"Code": code, "Role": role, "Handler": "a.b", "Runtime": "python3.13"}
    broken = {"Resources": {"Broken": {"Type": "AWS::Lambda::Function", "Properties": function}}}

    with pytest.raises(StackFailed, match=r"Broken: .*bucket"):
        stack.create(template_url(json.dumps(broken), localstack), {})

    assert stack.id() is None


def test_a_transformed_template_creates_the_same_stack_without_a_transform(stack: Stack, localstack: str) -> None:
    queue = {"Type": "SQS", "Properties": {"Queue": {"Fn::GetAtt": ["Queue", "Arn"]}, "BatchSize": 7}}
    function = {"Runtime": "python3.11", "Handler": "a.b", "InlineCode": "def b(*_): pass", "Events": {"Orders": queue}}
    resources = {"Queue": QUEUE, "Function": {"Type": "AWS::Serverless::Function", "Properties": function}}
    serverless = {"Transform": "AWS::Serverless-2016-10-31", "Resources": resources}
    stack.create(template_url(json.dumps(serverless), localstack), {})
    names, transformed = stack.resources().keys(), stack.transformed_template()
    stack.delete()

    stack.create(template_url(json.dumps(transformed), localstack), {})

    assert "Transform" not in transformed
    assert stack.resources().keys() == names
    assert names >= {"Queue", "Function", "FunctionOrders"}
