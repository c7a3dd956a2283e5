"""`esteira cost` shows US$ by service and lane, the waste, and what is not in the sum."""

from datetime import timedelta

import pytest
from esteira.costs.read_cost import read_cost
from rich.console import Console

from infra.cli.commands.costs.tables import cost_lines, lanes_table, services_table
from infra.cli.moments import duration_of
from tests.fixtures.clock import READ_AT
from tests.fixtures.costs import cost_of_a_lane

REPORT = read_cost(cost_of_a_lane(), "us-east-1", READ_AT - timedelta(hours=1))
DAY = timedelta(days=1)


def printed(table: object) -> list[list[str]]:
    """The words of the lines of a table."""
    console = Console(width=200)
    with console.capture() as capture:
        console.print(table)
    return [line.split() for line in capture.get().splitlines() if line.strip()]


def test_services_and_their_sum_stand_by_lane() -> None:
    lines = printed(services_table(REPORT, None))

    assert lines[0] == ["US$,", "us-east-1", "orders", "payments", "lookups", "shared", "all"]
    assert ["SQS", "0.000194", "0.000000", "0.000000", "0.000000", "0.000194"] in lines
    assert ["all", "0.000194", "0.000000", "0.000000", "0.000000", "0.000194"] in lines


def test_one_lane_stands_alone_if_it_was_asked_for() -> None:
    assert ["SQS", "0.000194"] in printed(services_table(REPORT, "orders"))
    assert [line[0] for line in printed(lanes_table(REPORT, "orders"))] == ["lane", "orders"]


def test_a_thousand_orders_and_their_waste_are_a_row() -> None:
    lines = printed(lanes_table(REPORT, None))

    assert ["orders", "1,000", "2,000", "0.000194", "0.000170", "20.6", "%", "12.4", "%"] in lines
    assert ["payments", "0", "0", "–", "–", "–", "–"] in lines


def test_what_concerns_all_lanes_stands_below() -> None:
    wasted, quiet, *_, missing = cost_lines(REPORT)

    assert wasted == "wasted: 20.6 % by retries, 12.4 % by empty receives"
    assert quiet.startswith("a quiet day: US$ 0.0346, from 1 quiet minutes")
    assert missing.startswith("not in the sum: RDS, DocumentDB, ElastiCache, ECS")


@pytest.mark.parametrize(
    ("text", "found"),
    [("90s", timedelta(seconds=90)), ("30m", timedelta(minutes=30)), ("2h", timedelta(hours=2)), ("1d", DAY)],
)
def test_a_duration_is_a_number_with_its_unit(text: str, found: timedelta) -> None:
    assert duration_of(text, longest=DAY) == found


@pytest.mark.parametrize("text", ["", "0m", "2", "h", "1.5h", "-1h", "25h", "2d", "1 h", "999999h"])
def test_everything_else_is_no_duration(text: str) -> None:
    with pytest.raises(ValueError, match="no such duration"):
        duration_of(text, longest=DAY)
