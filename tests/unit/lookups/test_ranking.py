"""The order of work."""

from datetime import timedelta

import pytest
from esteira.lookups.ranking import Priority, ranked_at

from tests.fixtures.lookups import NOON

MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(("later_by", "first"), [(29, Priority.HIGH), (31, Priority.LOW)])
def test_a_low_task_is_passed_for_thirty_minutes_and_no_longer(later_by: int, first: Priority) -> None:
    ranks = {
        Priority.LOW: ranked_at(NOON, Priority.LOW),
        Priority.HIGH: ranked_at(NOON + later_by * MINUTE, Priority.HIGH),
    }

    assert min(ranks, key=lambda priority: ranks[priority]) is first


def test_without_ageing_the_order_is_that_of_arrival() -> None:
    assert {ranked_at(NOON, priority, ageing=timedelta(0)) for priority in Priority} == {NOON}
