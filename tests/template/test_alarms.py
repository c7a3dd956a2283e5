"""What an operator on AWS is told and shown: alarms reach a topic, and the dashboard names what exists."""

import json
import re
from typing import Any

import pytest
from esteira.metrics.embedded import FIGURES, NAMESPACE

from infra.local.stack.references import PLACEHOLDER, substitute
from tests.template.reading import if_so, otherwise, resources, template

ALARMS = resources("AWS::CloudWatch::Alarm")
OF_AWS = {"AWS::StackName": "esteira", "AWS::Region": "us-east-1"}
SEARCH = r"SEARCH\('\{AWS/(\w+),\w+\} MetricName=\"(\w+)\" esteira( dlq| NOT dlq)?', '(Maximum|Sum|p99)', 60\)"
SHOWN = {
    ("SQS", "ApproximateNumberOfMessagesVisible"),
    ("SQS", "ApproximateAgeOfOldestMessage"),
    ("Lambda", "Errors"),
    ("Lambda", "Throttles"),
    ("Lambda", "Duration"),
    ("Lambda", "ConcurrentExecutions"),
}
NO_VALUE = {"Ref": "AWS::NoValue"}


def widgets() -> list[Any]:
    body = template()["Resources"]["Dashboard"]["Properties"]["DashboardBody"]
    text = substitute(body, OF_AWS)
    return [widget["properties"] for widget in json.loads(text)["widgets"]]


def lines() -> list[Any]:
    return [line for widget in widgets() for line in widget["metrics"] if isinstance(line[0], str)]


@pytest.mark.parametrize("alarm", ALARMS)
def test_an_alarm_tells_its_topic_when_it_begins_and_ends(alarm: str) -> None:
    actions = ALARMS[alarm]["AlarmActions"]

    assert ALARMS[alarm]["OKActions"] == actions
    assert if_so(actions) == [{"Fn::If": ["MakesAlarmTopic", {"Ref": "AlarmTopic"}, {"Ref": "AlarmTopicArn"}]}]
    assert (actions["Fn::If"][0], otherwise(actions)) == ("TellsAlarms", NO_VALUE)


def test_a_schedule_that_no_longer_runs_raises_an_alarm() -> None:
    alarm = ALARMS["PublishingStoppedAlarm"]

    assert alarm["Dimensions"] == [{"Name": "FunctionName", "Value": {"Ref": "ProducerSchedule"}}]
    assert (alarm["MetricName"], alarm["TreatMissingData"]) == ("Invocations", "breaching")


def test_the_dashboard_shows_all_queues_and_functions_of_this_stack_and_no_others() -> None:
    found = [
        re.match(SEARCH, line["expression"])
        for widget in widgets()
        for (line, *_) in widget["metrics"]
        if isinstance(line, dict)
    ]

    assert all(found)
    assert {(each[1], each[2]) for each in found if each} >= SHOWN


def test_the_dashboard_shows_our_own_figures() -> None:
    assert [line[1] for line in lines() if line[0] == NAMESPACE] == list(FIGURES)


def test_the_widgets_of_the_dashboard_stand_beside_each_other() -> None:
    body = template()["Resources"]["Dashboard"]["Properties"]["DashboardBody"]["Fn::Sub"]
    places = [(each["x"], each["y"]) for each in json.loads(re.sub(PLACEHOLDER, "x", body))["widgets"]]

    assert len(set(places)) == len(places) == len({widget["title"] for widget in widgets()})
