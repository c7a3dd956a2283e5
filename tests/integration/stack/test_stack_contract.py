"""Contract of `Stack` and `FunctionLogs`: a stack on LocalStack with a function of each kind, and its twin."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import uuid4

import boto3
import pytest
from esteira.core.clock import utc_now
from esteira.core.errors import StackUnavailable
from esteira.stack.deps import StackDeps
from esteira.stack.function import Answer, Trigger
from esteira.stack.list_functions import read_figures
from esteira.stack.memory import MemoryLogs, MemoryStack
from esteira.stack.ports import LogQuery
from esteira.stack.wiring import DeployedStack, stack_name

from tests.fixtures.stack import function, report, rule
from tests.harness.waiting import wait_for

CODE = """
def handle(event, context):
    print("handled", event.get("name", "nobody"))
    if event.get("fail"):
        raise ValueError("asked to fail")
    return event
"""
ROLE = "arn:aws:iam::000000000000:role/any"


def _function(name: str) -> dict[str, Any]:
    properties = {
        "Code": {"ZipFile": CODE},
        "Handler": "index.handle",
        "Runtime": "python3.11",
        "MemorySize": 512,
        "Timeout": 60,
        "Role": ROLE,
        "Description": name,
    }
    return {"Type": "AWS::Lambda::Function", "Properties": properties}


def _template(stack: str) -> str:
    queue = {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": f"{stack}-orders", "VisibilityTimeout": 360}}
    arn = {"Fn::GetAtt": ["OrdersQueue", "Arn"]}
    mapping = {"EventSourceArn": arn, "FunctionName": {"Ref": "OrdersConsumer"}, "Enabled": False}
    target = {"Id": "one", "Arn": {"Fn::GetAtt": ["MetricsSchedule", "Arn"]}}
    timer = {"ScheduleExpression": "cron(0 0 1 1 ? 2199)", "State": "ENABLED", "Targets": [target]}
    return json.dumps(
        {
            "Resources": {
                "OrdersQueue": queue,
                **{name: _function(name) for name in ("MetricsSchedule", "MonitorApi", "OrdersConsumer")},
                "Mapping": {"Type": "AWS::Lambda::EventSourceMapping", "Properties": mapping},
                "Timer": {"Type": "AWS::Events::Rule", "Properties": timer},
            }
        }
    )


@contextmanager
def _deployed(endpoint: str) -> Iterator[StackDeps]:
    session = boto3.Session(aws_access_key_id="test", aws_secret_access_key="test", region_name="us-east-1")
    cloudformation = session.client("cloudformation", endpoint_url=endpoint)
    name = f"stack{uuid4().hex[:8]}"
    cloudformation.create_stack(StackName=name, TemplateBody=_template(name))
    cloudformation.get_waiter("stack_create_complete").wait(StackName=name, WaiterConfig={"Delay": 1})
    stack = DeployedStack(f"{endpoint}/queue/us-east-1/000000000000/{name}-orders")
    yield stack.deps
    stack.close()
    cloudformation.delete_stack(StackName=name)


@pytest.fixture(scope="module")
def on_localstack(localstack: str) -> Iterator[StackDeps]:
    with _deployed(localstack) as deps:
        yield deps


def on_twins() -> StackDeps:
    stack = MemoryStack(
        deployed=[
            function(),
            function("MonitorApi", trigger=Trigger.HTTP),
            function("OrdersConsumer", trigger=Trigger.QUEUE, queue="orders"),
        ],
        scheduled=[rule("Timer", expression="cron(0 0 1 1 ? 2199)")],
        answer=Answer(payload='{"name": "you"}', error="", log="handled you", seconds=0.1),
    )
    return StackDeps(stack=stack, logs=MemoryLogs(), clock=utc_now)


@pytest.fixture(params=["memory", "localstack"])
def deps(request: pytest.FixtureRequest) -> StackDeps:
    if request.param == "memory":
        return on_twins()
    found: StackDeps = request.getfixturevalue("on_localstack")
    return found


def test_each_function_is_listed_with_what_invokes_it(deps: StackDeps) -> None:
    found = [(each.name, each.trigger, each.queue, each.memory_mib, each.state) for each in deps.stack.functions()]

    assert found == [
        ("MetricsSchedule", Trigger.SCHEDULE, "", 512, "Active"),
        ("MonitorApi", Trigger.HTTP, "", 512, "Active"),
        ("OrdersConsumer", Trigger.QUEUE, "orders", 512, "Active"),
    ]


def test_a_rule_is_listed_with_its_function(deps: StackDeps) -> None:
    [timer] = deps.stack.rules()

    assert (timer.name, timer.expression, timer.enabled) == ("Timer", "cron(0 0 1 1 ? 2199)", True)
    assert (timer.function, timer.payload) == ("MetricsSchedule", "")


def test_an_invocation_gives_the_answer_and_the_end_of_the_log(deps: StackDeps) -> None:
    answer = deps.stack.invoke(deps.function("MonitorApi").deployed_name, '{"name": "you"}')

    assert (json.loads(answer.payload), answer.error) == ({"name": "you"}, "")
    assert "handled you" in answer.log
    assert answer.seconds > 0


def test_a_function_that_never_ran_has_no_log(deps: StackDeps) -> None:
    name = deps.function("OrdersConsumer").deployed_name

    assert read_figures(deps, name, None).invocations == 0


def test_invocations_errors_and_cold_starts_are_read_from_the_log(on_localstack: StackDeps) -> None:
    name = on_localstack.function("MetricsSchedule").deployed_name
    for event in ('{"name": "a"}', '{"name": "b", "fail": true}', '{"name": "c"}'):
        on_localstack.stack.invoke(name, event)

    wait_for("all is logged", lambda: read_figures(on_localstack, name, None).invocations == 3)

    figures = read_figures(on_localstack, name, None)
    assert (figures.errors, figures.cold_starts, figures.complete) == (1, 1, True)
    assert figures.p50_seconds
    assert figures.last


def test_a_phrase_finds_its_lines_alone(on_localstack: StackDeps) -> None:
    deployed_name, now = on_localstack.function("MetricsSchedule").deployed_name, utc_now()
    on_localstack.stack.invoke(deployed_name, '{"name": "a needle"}')

    def texts(phrase: str) -> list[str]:
        query = LogQuery(
            deployed_name=deployed_name,
            since=now - timedelta(hours=1),
            until=utc_now() + timedelta(seconds=5),
            phrase=phrase,
        )
        return [line.text for line in on_localstack.logs.read(query).lines]

    wait_for("the line is logged", lambda: texts("a needle") == ["handled a needle"])
    assert texts('no "such" line') == []


def test_the_report_of_the_fixtures_is_that_of_lambda(on_localstack: StackDeps) -> None:
    answer = on_localstack.stack.invoke(on_localstack.function("MonitorApi").deployed_name, "{}")

    [real] = [text for text in answer.log.splitlines() if text.startswith("REPORT")]
    fields = [field.partition(":")[0] for field in real.split("\t") if "Init" not in field]
    assert fields == [field.partition(":")[0] for field in report().text.split("\t")]


def test_a_stack_that_does_not_exist_is_reported_as_unavailable(localstack: str) -> None:
    stack = DeployedStack(f"{localstack}/queue/us-east-1/000000000000/no-such-stack-orders")

    with pytest.raises(StackUnavailable):
        stack.deps.stack.functions()
    stack.close()


def test_the_stack_is_the_one_that_the_queue_is_named_after() -> None:
    assert stack_name("https://sqs.eu-central-1.amazonaws.com/123456789012/esteira-orders") == "esteira"
