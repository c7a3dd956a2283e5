"""Rule R6: the queue settings that prevent lost messages, duplicates and premature dead letters."""

from dataclasses import dataclass

import pytest
from esteira.callbacks.callback import RETENTION
from esteira.core.messages import MAX_RECEIVES
from esteira.core.names import LANES

from bridge.configuration import configuration
from infra.local.stack.template import Json
from tests.template.reading import Function, functions, if_so, otherwise, resources
from tests.unit.bridge.planned import settings

DAY_SECONDS = 24 * 3600
QUEUES = resources("AWS::SQS::Queue")


@dataclass(frozen=True, kw_only=True)
class QueuePair:
    """A queue and its dead-letter queue in the template."""

    name: str
    queue: Json
    dlq: Json


@dataclass(frozen=True, kw_only=True)
class LaneOfTemplate(QueuePair):
    """A lane's parts in the template."""

    consumer: Function
    mapping: Json


def _lane(name: str) -> LaneOfTemplate:
    prefix = name.capitalize()
    consumer = functions()[f"{prefix}Consumer"]
    (mapping,) = consumer.events_of("SQS")
    return LaneOfTemplate(
        name=prefix, queue=QUEUES[f"{prefix}Queue"], dlq=QUEUES[f"{prefix}Dlq"], consumer=consumer, mapping=mapping
    )


TEMPLATE_LANES = [_lane(name) for name in LANES]
AGE_ALARMS = {"Lookups": 3600}
"""The pace of the providers makes look-ups wait longer than the messages of the other lanes."""

ERRORS = QueuePair(name="Errors", queue=QUEUES["ErrorsQueue"], dlq=QUEUES["ErrorsDlq"])
PAIRS = [*TEMPLATE_LANES, ERRORS]
each_lane = pytest.mark.parametrize("lane", TEMPLATE_LANES, ids=lambda lane: lane.name)
each_pair = pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.name)
each_queue = pytest.mark.parametrize("queue", QUEUES.values(), ids=QUEUES)


def test_every_queue_belongs_to_a_lane_or_holds_errors() -> None:
    assert set(QUEUES) == {f"{pair.name}{kind}" for pair in PAIRS for kind in ("Queue", "Dlq")}


def test_an_error_stays_hidden_for_longer_than_a_task_of_celery_may_last() -> None:
    assert ERRORS.queue["VisibilityTimeout"] > configuration(settings())["task_time_limit"]


@each_lane
def test_the_visibility_timeout_covers_six_function_timeouts_and_the_window(lane: LaneOfTemplate) -> None:
    required = 6 * lane.consumer.timeout_seconds + lane.mapping.get("MaximumBatchingWindowInSeconds", 0)

    assert lane.queue["VisibilityTimeout"] >= required


@each_pair
def test_a_message_becomes_a_dead_letter_after_max_receives(pair: QueuePair) -> None:
    redrive = pair.queue["RedrivePolicy"]

    assert redrive == {
        "maxReceiveCount": MAX_RECEIVES,
        "deadLetterTargetArn": {"Fn::GetAtt": [f"{pair.name}Dlq", "Arn"]},
    }
    assert MAX_RECEIVES == 5


@each_pair
def test_a_dead_letter_queue_accepts_only_letters_of_its_own_lane(pair: QueuePair) -> None:
    allowed = pair.dlq["RedriveAllowPolicy"]

    assert allowed["redrivePermission"] == "byQueue"
    (arn,) = allowed["sourceQueueArns"]
    assert arn["Fn::Sub"].endswith(":" + pair.queue["QueueName"]["Fn::Sub"])


@each_pair
def test_dead_letters_outlive_the_queue_they_come_from(pair: QueuePair) -> None:
    assert pair.queue["MessageRetentionPeriod"] == 4 * DAY_SECONDS
    assert pair.dlq["MessageRetentionPeriod"] == 14 * DAY_SECONDS
    assert RETENTION.total_seconds() == pair.queue["MessageRetentionPeriod"]


@each_lane
def test_failures_are_reported_one_by_one_and_more_than_one_batch_runs_at_a_time(lane: LaneOfTemplate) -> None:
    assert lane.mapping["Queue"] == {"Fn::GetAtt": [f"{lane.name}Queue", "Arn"]}
    assert lane.mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert otherwise(lane.mapping["ScalingConfig"])["MaximumConcurrency"] >= 2


@pytest.mark.parametrize("lane", ["Orders", "Payments"])
def test_a_mapping_has_pollers_of_its_own_or_a_limit_and_never_both(lane: str) -> None:
    (mapping,) = functions()[f"{lane}Consumer"].events_of("SQS")
    limit, pollers = mapping["ScalingConfig"], mapping["ProvisionedPollerConfig"]

    assert limit["Fn::If"][0] == pollers["Fn::If"][0] == "HasPollers"
    assert if_so(limit) == otherwise(pollers) == {"Ref": "AWS::NoValue"}


@each_lane
def test_a_batch_of_more_than_ten_has_the_window_that_sqs_requires(lane: LaneOfTemplate) -> None:
    assert lane.mapping["BatchSize"] <= 10 or lane.mapping.get("MaximumBatchingWindowInSeconds", 0) >= 1


@each_pair
def test_queues_use_long_polling(pair: QueuePair) -> None:
    assert pair.queue["ReceiveMessageWaitTimeSeconds"] == 20


@each_queue
def test_messages_are_encrypted_at_rest(queue: Json) -> None:
    assert queue["SqsManagedSseEnabled"] is True


@each_pair
@pytest.mark.parametrize(
    ("queue", "metric", "threshold"),
    [("Dlq", "ApproximateNumberOfMessagesVisible", 0), ("Queue", "ApproximateAgeOfOldestMessage", 600)],
)
def test_dead_letters_and_old_messages_raise_an_alarm(pair: QueuePair, queue: str, metric: str, threshold: int) -> None:
    dimension = {"Name": "QueueName", "Value": {"Fn::GetAtt": [f"{pair.name}{queue}", "QueueName"]}}

    alarms = resources("AWS::CloudWatch::Alarm").values()

    (alarm,) = [alarm for alarm in alarms if alarm.get("Dimensions") == [dimension]]
    threshold = AGE_ALARMS.get(pair.name, threshold) if queue == "Queue" else threshold

    assert (alarm["Namespace"], alarm["MetricName"], alarm["Statistic"]) == ("AWS/SQS", metric, "Maximum")
    assert (alarm["ComparisonOperator"], alarm["Threshold"]) == ("GreaterThanThreshold", threshold)
