"""A deployed stack on LocalStack gets each kind of change where it is, and loses neither messages nor its address."""

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from infra.local.aws import aws_client
from infra.local.stack.artifact import template_url
from infra.local.stack.carry_out import StackUpdate
from infra.local.stack.changes import Recreate, changes
from infra.local.stack.resolved_template import resolved
from infra.local.stack.stack import Stack
from tests.harness.waiting import wait_for

HANDLER = (
    "import json, os\ndef handle(event, context):\n    return {'statusCode': 200, 'body': %r + os.environ['WORD']}\n"
)
"""Answers with a fixed word and that of the environment."""


class Deployed:
    """A stack of one queue and one function with a route, a mapping and a schedule."""

    def __init__(self, endpoint: str, code: Path) -> None:
        self.endpoint = endpoint
        self.code = code
        self.stack = Stack(aws_client("cloudformation", endpoint), f"test-{uuid4().hex[:8]}")
        self.template = _template(self._bundle("first "))
        self.stack.create(template_url(json.dumps(self.template), endpoint), {})

    def change(self, **values: Any) -> None:
        """Put values into the places that `_template` has for them, and carry the difference out."""
        wanted = copy.deepcopy(self.template)
        resources = wanted["Resources"]
        function = resources["Function"]["Properties"]
        function["Environment"]["Variables"]["WORD"] = values.get("word", "one")
        function["Events"]["Lane"]["Properties"]["BatchSize"] = values.get("batch", 10)
        function["Events"]["Tick"]["Properties"]["Schedule"] = values.get("schedule", "rate(1 hour)")
        resources["Queue"]["Properties"]["VisibilityTimeout"] = values.get("visibility", 60)
        function["CodeUri"]["Key"] = self._bundle(values["code"]) if "code" in values else function["CodeUri"]["Key"]
        actions = changes(self._resolved(self.template), self._resolved(wanted))
        assert not any(isinstance(action, Recreate) for action in actions)
        StackUpdate(self.endpoint, self.stack.resources()).carry_out(actions)
        self.template = wanted

    def answer(self) -> str:
        """What the function answers by HTTP."""
        return httpx.get(f"{self.endpoint}/_aws/execute-api/{self.stack.name}/live/word", timeout=60).text

    def _bundle(self, word: str) -> str:
        folder = self.code / word.strip()
        folder.mkdir()
        (folder / "app.py").write_text(HANDLER % word)
        return str(folder)

    def _resolved(self, template: Any) -> Any:
        return resolved(template, {}, stack_name=self.stack.name)


def _template(code: str) -> Any:
    route = {"RestApiId": {"Ref": "Api"}, "Path": "/word", "Method": "GET"}
    queue = {"Fn::GetAtt": ["Queue", "Arn"]}
    lane = {"Queue": queue, "BatchSize": 10, "MaximumBatchingWindowInSeconds": 1, "Enabled": False}
    tick = {"Schedule": "rate(1 hour)"}
    api = {"StageName": "live", "Tags": {"_custom_id_": {"Ref": "AWS::StackName"}}, "PropagateTags": True}
    function = {
        "Handler": "app.handle",
        "Runtime": "python3.11",
        "CodeUri": {"Bucket": "hot-reload", "Key": code},
        "Environment": {"Variables": {"WORD": "one", "QUEUE": {"Ref": "Queue"}}},
        "Events": {
            "Door": {"Type": "Api", "Properties": route},
            "Lane": {"Type": "SQS", "Properties": lane},
            "Tick": {"Type": "Schedule", "Properties": tick},
        },
    }
    return {
        "Transform": "AWS::Serverless-2016-10-31",
        "Resources": {
            "Queue": {"Type": "AWS::SQS::Queue", "Properties": {"VisibilityTimeout": 60}},
            "Api": {"Type": "AWS::Serverless::Api", "Properties": api},
            "Function": {"Type": "AWS::Serverless::Function", "Properties": function},
        },
    }


@pytest.fixture(scope="module")
def deployed(localstack: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployed]:
    """One stack for all tests of this module."""
    made = Deployed(localstack, tmp_path_factory.mktemp("code"))
    yield made
    made.stack.delete()


def test_the_address_is_that_of_the_stacks_name(deployed: Deployed) -> None:
    assert deployed.answer().startswith("first ")


def test_a_variable_and_new_code_are_in_force_when_the_change_returns(deployed: Deployed) -> None:
    deployed.change(word="two", code="second ")

    assert deployed.answer() == "second two"


def test_messages_outlive_a_change_of_their_queue(deployed: Deployed) -> None:
    sqs = aws_client("sqs", deployed.endpoint)
    url = deployed.stack.resources()["Queue"]
    sqs.send_message(QueueUrl=url, MessageBody="kept")

    deployed.change(visibility=90, batch=20)

    (message,) = sqs.receive_message(QueueUrl=url, WaitTimeSeconds=5)["Messages"]
    attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["VisibilityTimeout"])["Attributes"]
    assert (message["Body"], attributes["VisibilityTimeout"]) == ("kept", "90")


def test_mapping_and_schedule_are_changed_and_stay_as_they_were_otherwise(deployed: Deployed) -> None:
    deployed.change(batch=30, schedule="rate(2 hours)")

    ids = deployed.stack.resources()
    mapping = aws_client("lambda", deployed.endpoint).get_event_source_mapping(UUID=ids["FunctionLane"])
    rules = aws_client("events", deployed.endpoint)
    assert (mapping["BatchSize"], mapping["State"]) == (30, "Disabled")
    assert rules.describe_rule(Name=ids["FunctionTick"])["ScheduleExpression"] == "rate(2 hours)"
    assert rules.list_targets_by_rule(Rule=ids["FunctionTick"])["Targets"]


def test_a_stack_created_anew_has_the_same_address(deployed: Deployed) -> None:
    deployed.stack.delete()
    deployed.stack.create(template_url(json.dumps(deployed.template), deployed.endpoint), {})

    wait_for("it answers", lambda: "one" in deployed.answer(), within_seconds=30)
