"""Functions are listed with their figures, their logs can be searched, and they are invoked with an event."""

from datetime import timedelta

import pytest
from esteira.core.errors import BadRequest, NotFound, StackUnavailable
from esteira.stack.deps import StackDeps
from esteira.stack.function import DeployedFunction, Trigger
from esteira.stack.invoke_function import InvokeFunction, invoke_function
from esteira.stack.list_functions import list_functions
from esteira.stack.list_schedules import list_schedules
from esteira.stack.memory import MemoryLogs, MemoryStack
from esteira.stack.read_log import read_log
from esteira.stack.run_schedule import run_schedule
from esteira.stack.sample_events import READ_PATHS, SampleName, queue_event, sample_events

from tests.fixtures.clock import READ_AT, HandClock
from tests.fixtures.stack import PUBLISHED, function, line, report, rule, stack_on_twins
from tests.template.reading import functions

CONSUMER = function("LookupsConsumer", trigger=Trigger.QUEUE, queue="lookups")


def logged(*texts: str, minutes_ago: int = 0) -> StackDeps:
    """A stack of one function that has logged these lines, one a second."""
    lines = [
        line(text, READ_AT - timedelta(minutes=minutes_ago, seconds=len(texts) - number))
        for number, text in enumerate(texts)
    ]
    stack = MemoryStack(deployed=[function()], scheduled=[rule()])
    return StackDeps(stack=stack, logs=MemoryLogs(lines={function().deployed_name: lines}), clock=HandClock())


def test_functions_are_listed_with_the_figures_of_the_time_range() -> None:
    found = list_functions(stack_on_twins(HandClock()), READ_AT - timedelta(minutes=10))

    assert [(each.function.name, each.figures.invocations) for each in found] == [
        ("MetricsSchedule", 10),
        ("MonitorApi", 0),
        ("OrdersConsumer", 0),
    ]


def test_the_newest_lines_come_first_and_no_more_than_asked_for() -> None:
    tail = read_log(logged("one", "two", "three"), "MetricsSchedule", since=None, limit=2)

    assert [each.text for each in tail.lines] == ["three", "two"]


def test_a_search_looks_further_back_until_it_finds_something() -> None:
    deps = logged("needle", minutes_ago=5 * 60)

    assert [each.text for each in read_log(deps, "MetricsSchedule", since=None, phrase="needle").lines] == ["needle"]
    assert not read_log(deps, "MetricsSchedule", since=READ_AT - timedelta(hours=1), phrase="needle").lines


def test_a_function_is_invoked_with_the_event_as_it_was_typed() -> None:
    deps = stack_on_twins(HandClock())

    answer = invoke_function(deps, InvokeFunction(name="MonitorApi", event='{"amount": 1.10}'))

    assert answer == PUBLISHED
    assert isinstance(deps.stack, MemoryStack)
    assert deps.stack.invoked == [("esteira-MonitorApi-1a2b3c", '{"amount": 1.10}')]


@pytest.mark.parametrize("event", ["", "{", "[]", '{"a": 1, "a": 2}', '"text"'])
def test_an_event_that_is_no_object_of_json_is_refused(event: str) -> None:
    with pytest.raises(BadRequest):
        invoke_function(stack_on_twins(HandClock()), InvokeFunction(name="MonitorApi", event=event))


def test_a_function_that_is_not_deployed_is_not_found() -> None:
    with pytest.raises(NotFound):
        invoke_function(stack_on_twins(HandClock()), InvokeFunction(name="Another", event="{}"))


def test_the_next_schedule_comes_first_with_its_last_run() -> None:
    first, second = list_schedules(stack_on_twins(HandClock()))

    assert (first.rule.name, second.rule.name) == ("MetricsScheduleEveryMinute", "Weekly")
    assert first.firings
    assert first.firings.exact
    assert first.firings.count in {1439, 1440}
    assert first.last
    assert first.last.ended_at == READ_AT - timedelta(seconds=20)


def test_a_disabled_rule_and_one_that_cannot_be_read_have_no_times() -> None:
    stack = MemoryStack(
        deployed=[function()], scheduled=[rule("a", enabled=False), rule("b", expression="at(2026-11-28T12:00:00)")]
    )
    off, unread = list_schedules(StackDeps(stack=stack, logs=MemoryLogs(), clock=HandClock()))

    assert (off.firings, unread.firings, off.fault) == (None, None, "")
    assert "is neither" in unread.fault


def test_running_a_schedule_sends_the_event_that_its_rule_would_send() -> None:
    own = rule("WithPayload", payload='{"kind": "nightly"}')
    stack = MemoryStack(deployed=[function()], scheduled=[rule(), own])
    deps = StackDeps(stack=stack, logs=MemoryLogs(), clock=HandClock())

    run_schedule(deps, "MetricsScheduleEveryMinute")
    run_schedule(deps, "WithPayload")

    assert '"detail-type": "Scheduled Event"' in stack.invoked[0][1]
    assert stack.invoked[1] == (function().deployed_name, '{"kind": "nightly"}')


def test_a_cloud_that_does_not_answer_is_named() -> None:
    deps = StackDeps(stack=MemoryStack(away=True), logs=MemoryLogs(), clock=HandClock())

    with pytest.raises(StackUnavailable):
        list_schedules(deps)


@pytest.mark.parametrize(
    ("deployed", "names"),
    [
        (function(), [SampleName.SCHEDULED]),
        (function("MonitorApi", trigger=Trigger.HTTP), [SampleName.READ]),
        (function("OrdersConsumer", trigger=Trigger.QUEUE, queue="orders"), [SampleName.NO_MESSAGES]),
        (CONSUMER, [SampleName.NO_MESSAGES, SampleName.UNKNOWN_TASK]),
    ],
)
def test_each_kind_of_function_has_events_in_the_gallery(deployed: DeployedFunction, names: list[SampleName]) -> None:
    assert [sample.name for sample in sample_events(deployed, READ_AT)] == names


def test_a_captured_message_is_put_into_a_batch_of_its_queue() -> None:
    event = queue_event(CONSUMER, ['{"schema": 1}'], READ_AT)

    assert '"body": "{\\"schema\\": 1}"' in event
    assert '"eventSourceARN": "arn:aws:sqs:us-east-1:000000000000:lookups"' in event


def test_every_http_function_of_the_template_has_a_route_to_read() -> None:
    routes = {
        name: {event["Path"] for event in each.events_of("Api") if event["Method"] == "GET"}
        for name, each in functions().items()
        if each.events_of("Api")
    }

    assert READ_PATHS.keys() == routes.keys()
    assert [name for name, path in READ_PATHS.items() if path not in routes[name]] == []


def test_the_report_of_a_raised_exception_counts_as_an_error_also_in_the_same_millisecond() -> None:
    deps = logged()
    assert isinstance(deps.logs, MemoryLogs)
    at = READ_AT - timedelta(seconds=1)
    deps.logs.lines[function().deployed_name] = [report(at), line("[ERROR] ValueError: no", at)]

    assert [each.figures.errors for each in list_functions(deps, None)] == [1]
