"""The cost of a period by service and lane, for 1,000 messages, wasted, and of a quiet day."""

from datetime import timedelta
from decimal import Decimal

import pytest
from esteira.core.errors import UnknownRegion, UsageUnavailable
from esteira.costs.attribution import LANE_OF_FUNCTION
from esteira.costs.emulator import NoMeter
from esteira.costs.http import cost_json
from esteira.costs.memory import MemoryMeter
from esteira.costs.price_file import price_list
from esteira.costs.read_cost import CostDeps, CostReport, read_cost
from esteira.costs.usage import Usage

from tests.fixtures.clock import READ_AT, HandClock
from tests.fixtures.costs import CONSUMER, DEPLOYMENT, cost_on_twins, invocations, queue_use
from tests.template.reading import functions

REQUEST = price_list().of("us-east-1").sqs_request.each
FAIR = price_list().of("us-east-1").sqs_fair_request.each
HOUR_AGO = READ_AT - timedelta(hours=1)

SENT = queue_use("SendMessageBatch", caller="client", requests=100, grouped=100, items=1000)
RECEIVED = queue_use("ReceiveMessage", requests=210, empty=10, items=2000)
DELETED = queue_use("DeleteMessageBatch", requests=100, items=1000)
DELAYED = queue_use("ChangeMessageVisibilityBatch", caller="client", requests=100, items=1000)
EMPTY = queue_use("ReceiveMessage", requests=20, empty=20)
READ = queue_use("GetQueueAttributes", caller="client", requests=6)


def cost(*usages: Usage) -> CostReport:
    """The cost of one minute."""
    return read_cost(cost_on_twins(usages), "us-east-1", HOUR_AGO)


def test_requests_belong_to_the_lane_of_their_queue_or_dead_letter_queue() -> None:
    found = cost(
        queue_use("SendMessage", requests=1),
        queue_use("ReceiveMessage", resource="esteira-payments-dlq", requests=2),
        queue_use("SendMessage", resource="esteira-errors", requests=3),
    )

    row = found.services["SQS"]
    assert [row[share] for share in ("orders", "payments", "lookups", "shared")] == [
        REQUEST, 2 * REQUEST, 0, 3 * REQUEST,
    ]  # fmt: skip


def test_functions_and_their_logs_belong_to_the_lane_that_they_work_for() -> None:
    log = Usage(service="logs", operation="PutLogEvents", resource=f"/aws/lambda/{CONSUMER}", bytes=1000)
    found = cost(invocations(), log, invocations("esteira-MonitorSchedule-5e6f"), invocations("other-OrdersConsumer-1"))

    assert found.services["CloudWatch Logs"]["orders"] > 0
    assert (found.services["Lambda"]["orders"], found.services["Lambda"]["shared"]) == (
        Decimal("0.0000002"), Decimal("0.0000004"),
    )  # fmt: skip


def test_every_function_with_a_lane_is_in_the_template() -> None:
    assert LANE_OF_FUNCTION.keys() <= functions().keys()


def test_a_thousand_orders_cost_all_that_their_lane_used() -> None:
    orders = cost(SENT, RECEIVED, DELETED, DELAYED, READ).lanes["orders"]

    assert (orders.received, orders.done) == (2000, 1000)
    assert orders.usd_per_1000 == 516 * REQUEST + 100 * FAIR


def test_what_goes_on_when_nothing_moves_is_not_part_of_moving() -> None:
    orders = cost(SENT, RECEIVED, DELETED, DELAYED, READ).lanes["orders"]

    assert orders.moving_usd_per_1000 == 500 * REQUEST + 100 * FAIR


def test_half_of_two_attempts_a_message_is_wasted_by_retries_and_all_of_their_delays() -> None:
    orders = cost(SENT, RECEIVED, DELETED, DELAYED, invocations(requests=2)).lanes["orders"]

    assert orders.retries_usd == 100 * REQUEST + Decimal("0.0000002") + 100 * REQUEST


def test_without_retries_nothing_is_wasted_by_them() -> None:
    found = cost(
        queue_use("ReceiveMessage", requests=1, items=10), queue_use("DeleteMessageBatch", requests=1, items=10)
    )

    assert [found.retries_share, found.empty_share] == [Decimal(0), Decimal(0)]


def test_the_shares_of_waste_are_parts_of_the_whole() -> None:
    found = cost(queue_use("ReceiveMessage", requests=4, empty=3, items=5), queue_use("SendMessage", requests=4))

    assert (found.empty_share, found.retries_share) == (Decimal(3) / 8, Decimal(1) / 8)


def test_nothing_used_has_no_shares_and_no_cost_for_a_thousand() -> None:
    found = read_cost(cost_on_twins(), "us-east-1", HOUR_AGO)

    assert found.usd == 0
    assert [found.retries_share, found.lanes["orders"].usd_per_1000, found.idle] == [None, None, None]


def test_a_quiet_day_is_the_minutes_without_messages_made_a_day() -> None:
    deps = cost_on_twins([SENT], [EMPTY, READ], [EMPTY, READ, invocations()], [RECEIVED])

    idle = read_cost(deps, "us-east-1", HOUR_AGO).idle

    assert idle is not None
    assert idle.quiet_minutes == 2
    assert idle.empty_usd == 20 * REQUEST * 1440
    assert idle.usd == (2 * 26 * REQUEST + Decimal("0.0000002")) * 720


def test_lambdas_own_pollers_begin_with_five_long_polls_for_each_mapping() -> None:
    deps = cost_on_twins([EMPTY, queue_use("ReceiveMessage", resource="esteira-payments", requests=1, empty=1)], [])

    idle = read_cost(deps, "us-east-1", HOUR_AGO).idle

    assert idle is not None
    assert idle.aws_empty_usd == 2 * 5 * 4320 * REQUEST


def test_the_minute_that_is_not_over_is_not_quiet() -> None:
    assert read_cost(cost_on_twins([EMPTY]), "us-east-1", HOUR_AGO).idle is None


def test_only_the_time_asked_for_is_counted_and_not_what_is_before_the_emulators_start() -> None:
    started = READ_AT - timedelta(minutes=10)
    deps = cost_on_twins([SENT], [SENT], counted_since=started)

    assert read_cost(deps, "us-east-1", HOUR_AGO).since == started
    assert read_cost(deps, "us-east-1", READ_AT - timedelta(seconds=90)).lanes["orders"].usd == 100 * (REQUEST + FAIR)


def test_the_same_costs_more_in_sao_paulo() -> None:
    deps = cost_on_twins([Usage(service="apigateway", operation="Call", requests=1)])

    assert read_cost(deps, "sa-east-1", HOUR_AGO).usd > read_cost(deps, "us-east-1", HOUR_AGO).usd


def test_a_region_without_prices_and_a_meter_that_is_away_are_told() -> None:
    away = CostDeps(
        meter=MemoryMeter(counted_since=READ_AT, until=READ_AT, away=True),
        prices=price_list(),
        deployment=DEPLOYMENT,
        clock=HandClock(),
    )

    with pytest.raises(UnknownRegion):
        read_cost(away, "eu-west-1", HOUR_AGO)
    with pytest.raises(UsageUnavailable):
        read_cost(away, "us-east-1", HOUR_AGO)


def test_on_aws_the_answer_is_where_to_look_instead() -> None:
    with pytest.raises(UsageUnavailable, match="Only LocalStack is metered; for AWS see Cost Explorer"):
        NoMeter().since(READ_AT)


def test_the_json_has_the_same_figures_and_what_was_counted() -> None:
    shown = cost_json(cost(SENT, RECEIVED, DELETED), only="orders")

    assert list(shown["lanes"]) == ["orders"]
    orders = shown["lanes"]["orders"]
    assert (orders["done"], orders["services"]["SQS"]) == (1000, orders["usd"])
    assert [(used["operation"], used["requests"]) for used in orders["used"]] == [
        ("DeleteMessageBatch", 100),
        ("ReceiveMessage", 210),
        ("SendMessageBatch", 100),
    ]
