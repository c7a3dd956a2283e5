"""From what is deployed and what is wanted to the actions between them."""

import copy
from pathlib import Path
from typing import Any

import pytest
from esteira.core.names import LANES

from infra.local.stack.bundle import Bundle
from infra.local.stack.changes import (
    Action,
    ConfigureFunction,
    ConfigureMapping,
    Recreate,
    ReplaceCode,
    SetQueueAttributes,
    SetSchedule,
    changes,
    summary,
)
from infra.local.stack.parameters import parameters
from infra.local.stack.resolved_template import resolved
from infra.local.stack.template import read_template, with_code
from tests.unit.infra.local.environments import environment

WINDOW = {"MaximumBatchingWindowInSeconds": 1}
RUNNING: dict[str, Any] = {
    "Outputs": {"Url": {"Value": {"Ref": "Orders"}}},
    "Resources": {
        "Orders": {
            "Type": "AWS::SQS::Queue",
            "Properties": {"QueueName": "orders", "VisibilityTimeout": 190, "RedrivePolicy": {"maxReceiveCount": 5}},
        },
        "Role": {"Type": "AWS::IAM::Role", "Properties": {"Path": "/"}},
        "Consumer": {
            "Type": "AWS::Serverless::Function",
            "Properties": {
                "CodeUri": {"Bucket": "hot-reload", "Key": "/bundle-1"},
                "MemorySize": 512,
                "Environment": {"Variables": {"DELAY": "1", "QUEUE": {"Ref": "Orders"}}},
                "Events": {
                    "Lane": {"Type": "SQS", "Properties": {"Queue": "arn", "BatchSize": 10, **WINDOW}},
                    "Tick": {"Type": "Schedule", "Properties": {"Schedule": "rate(1 minute)"}},
                    "Door": {"Type": "Api", "Properties": {"Path": "/x"}},
                },
            },
        },
    },
}
CONSUMER = ("Resources", "Consumer", "Properties")
EVENTS = (*CONSUMER, "Events")
QUEUE = ("Resources", "Orders", "Properties")


def wanted(path: tuple[str, ...], value: Any) -> dict[str, Any]:
    """What runs, with one value put in, or taken out if it is None."""
    template = copy.deepcopy(RUNNING)
    place = template
    for key in path[:-1]:
        place = place[key]
    if value is None:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return template


def test_nothing_is_done_where_nothing_differs() -> None:
    assert changes(RUNNING, copy.deepcopy(RUNNING)) == ()


def test_a_stack_of_which_nothing_is_known_is_created() -> None:
    (action,) = changes(None, RUNNING)

    assert isinstance(action, Recreate)


@pytest.mark.parametrize(
    ("path", "value", "action"),
    [
        pytest.param(
            (*CONSUMER, "Environment", "Variables", "DELAY"),
            "2",
            ConfigureFunction(
                function="Consumer",
                settings={"Environment": {"Variables": {"DELAY": "2", "QUEUE": {"Ref": "Orders"}}}},
            ),
            id="a variable",
        ),
        pytest.param(
            (*CONSUMER, "MemorySize"),
            576,
            ConfigureFunction(function="Consumer", settings={"MemorySize": 576}),
            id="memory",
        ),
        pytest.param(
            (*CONSUMER, "Timeout"),
            60,
            ConfigureFunction(function="Consumer", settings={"Timeout": 60}),
            id="a new time limit",
        ),
        pytest.param(
            (*CONSUMER, "CodeUri", "Key"),
            "/bundle-2",
            ReplaceCode(function="Consumer", bucket="hot-reload", key="/bundle-2"),
            id="code",
        ),
        pytest.param(
            (*QUEUE, "VisibilityTimeout"),
            240,
            SetQueueAttributes(queue="Orders", attributes={"VisibilityTimeout": 240}),
            id="a queue's attribute",
        ),
        pytest.param(
            (*EVENTS, "Lane", "Properties", "BatchSize"),
            100,
            ConfigureMapping(mapping="ConsumerLane", settings={"BatchSize": 100, **WINDOW}),
            id="a batch size",
        ),
        pytest.param(
            (*EVENTS, "Tick", "Properties", "Schedule"),
            "rate(5 minutes)",
            SetSchedule(rule="ConsumerTick", expression="rate(5 minutes)"),
            id="a schedule",
        ),
    ],
)
def test_what_keeps_the_shape_is_changed_where_it_is(path: tuple[str, ...], value: Any, action: Action) -> None:
    assert changes(RUNNING, wanted(path, value)) == (action,)


@pytest.mark.parametrize(
    ("path", "value", "reason"),
    [
        pytest.param(("Resources", "Payments"), {"Type": "AWS::SQS::Queue"}, "Payments", id="a new resource"),
        pytest.param(("Resources", "Role"), None, "Role", id="a resource less"),
        pytest.param(("Resources", "Role", "Properties", "Path"), "/x", "Role", id="a resource of another kind"),
        pytest.param((*QUEUE, "QueueName"), "orders-2", "Orders", id="a queue's name"),
        pytest.param((*QUEUE, "VisibilityTimeout"), None, "Orders", id="an attribute less"),
        pytest.param(("Resources", "Orders", "DeletionPolicy"), "Retain", "Orders", id="beside the properties"),
        pytest.param((*CONSUMER, "Role"), "arn", "Consumer", id="a function's role"),
        pytest.param((*CONSUMER, "Environment"), {"Variables": {"R": {"Ref": "Role"}}}, "Consumer", id="an unknown id"),
        pytest.param((*EVENTS, "Door", "Properties", "Path"), "/y", "ConsumerDoor", id="a route"),
        pytest.param((*EVENTS, "Tick"), None, "ConsumerTick", id="an event less"),
        pytest.param((*EVENTS, "Lane", "Properties", "Queue"), "arn2", "ConsumerLane", id="another queue"),
        pytest.param(("Outputs", "Url", "Value"), "x", "more than resources", id="an output"),
    ],
)
def test_another_shape_creates_the_stack_anew(path: tuple[str, ...], value: Any, reason: str) -> None:
    assert changes(RUNNING, wanted(path, value)) == (Recreate(reason=reason),)


def test_one_change_of_shape_makes_all_others_needless() -> None:
    template = wanted((*CONSUMER, "MemorySize"), 576)
    template["Resources"]["Topic"] = {"Type": "AWS::SNS::Topic"}

    assert changes(RUNNING, template) == (Recreate(reason="Topic"),)


READ_SOURCES = {
    "ProducerApi",
    "ProducerSchedule",
    "MonitorApi",
    "MonitorSchedule",
    "MetricsSchedule",
    "OrdersApi",
    "WorkbenchApi",
}


def _deployed(home: Path, *, bundle: str = "/b", **settings: Any) -> Any:
    artifact = Bundle(folder=Path(bundle), runtime="python3.11")
    template = with_code(read_template(), {"Bucket": "hot-reload", "Key": bundle})
    return resolved(template, parameters(environment(home, **settings), artifact), stack_name="esteira")


@pytest.mark.parametrize(
    ("setting", "value", "functions"),
    [
        ("retry_delay_seconds", 5, {f"{lane.capitalize()}Consumer" for lane in LANES}),
        (
            "secrets_key",
            "k" * 44,
            {
                "TokensApi",
                "AccountsApi",
                "MailsApi",
                "MailsSchedule",
                "DigestsSchedule",
                "LookupsConsumer",
                "LookupsSchedule",
            },
        ),
        (
            "cursor_modes",
            {"source1": "sequence"},
            READ_SOURCES,
        ),
    ],
)
def test_a_setting_changes_just_the_functions_that_use_it(
    tmp_path: Path, setting: str, value: Any, functions: set[str]
) -> None:
    actions = changes(_deployed(tmp_path), _deployed(tmp_path, **{setting: value}))

    assert {action.function for action in actions if isinstance(action, ConfigureFunction)} == functions
    assert len(actions) == len(functions)


def test_new_code_reaches_every_function_and_nothing_else(tmp_path: Path) -> None:
    actions = changes(_deployed(tmp_path), _deployed(tmp_path, bundle="/b2"))

    assert {type(action) for action in actions} == {ReplaceCode}
    resources = read_template()["Resources"].values()
    functions = [each for each in resources if each["Type"] == "AWS::Serverless::Function"]
    assert summary(actions) == f"changed: {len(functions)} functions"
