"""The store of decisions and scaling events: one contract, kept in memory and in Postgres."""

from datetime import timedelta

import pytest
from esteira.core.errors import TargetUnavailable
from esteira.core.postgres.database import Database
from esteira.scaling.make_plan import make_plan
from esteira.scaling.memory import MemoryDecisionLog
from esteira.scaling.plan import Plan
from esteira.scaling.ports import DECISIONS_KEPT_FOR, DecisionLog, ScalingEvent
from esteira.scaling.postgres.decision_log import PostgresDecisionLog
from pydantic import SecretStr

from tests.fixtures.clock import READ_AT
from tests.fixtures.observations import beat, flow, seen
from tests.harness.ports import free_port


@pytest.fixture(params=["memory", "postgres"])
def log(request: pytest.FixtureRequest) -> DecisionLog:
    if request.param == "memory":
        return MemoryDecisionLog()
    return PostgresDecisionLog(request.getfixturevalue("target_database"))


def plan(after_seconds: float = 0, *, backlog: int | None = 18_000) -> Plan:
    return make_plan(flow(), seen(backlog, after_seconds=after_seconds, workers=[beat()]), None)


def event(after_seconds: float = 0, worker: str = "orders-1@here") -> ScalingEvent:
    return ScalingEvent(
        at=READ_AT + timedelta(seconds=after_seconds), lane="orders", action="started", worker=worker, reason="Needed."
    )


def test_nothing_is_in_force_before_the_first_decision(log: DecisionLog) -> None:
    assert (log.at(READ_AT), log.latest(10)) == (None, [])


def test_a_decision_comes_back_with_all_its_inputs(log: DecisionLog) -> None:
    log.record(plan(backlog=None))

    (decision,) = log.latest(10)

    assert decision.plan == plan(backlog=None)
    assert decision.id > 0


def test_the_decision_in_force_is_the_last_one_until_then(log: DecisionLog) -> None:
    for seconds in (0, 10, 20):
        log.record(plan(seconds))

    moments = [READ_AT + timedelta(seconds=seconds) for seconds in (-1, 0, 9.9, 10, 500)]
    in_force = [log.at(moment) for moment in moments]

    assert [decision and (decision.plan.at - READ_AT).seconds for decision in in_force] == [None, 0, 0, 10, 20]


def test_the_latest_decisions_come_newest_first(log: DecisionLog) -> None:
    for seconds in (0, 20, 10):
        log.record(plan(seconds))

    assert [(decision.plan.at - READ_AT).seconds for decision in log.latest(2)] == [20, 10]


def test_events_come_newest_first_until_a_moment(log: DecisionLog) -> None:
    for seconds, worker in ((0, "a"), (5, "b"), (5, "c"), (9, "d")):
        log.record_event(event(seconds, worker))

    until = READ_AT + timedelta(seconds=5)

    assert log.events(until=until, limit=10) == [event(5, "c"), event(5, "b"), event(0, "a")]
    assert log.events(until=until, limit=1) == [event(5, "c")]


def test_what_is_older_than_ninety_days_goes_with_the_next_decision(log: DecisionLog) -> None:
    log.record(plan(0))
    log.record_event(event(0))
    log.record(plan(1))
    log.record_event(event(1))

    log.record(plan(DECISIONS_KEPT_FOR.total_seconds() + 0.5))

    now = READ_AT + DECISIONS_KEPT_FOR + timedelta(seconds=0.5)
    assert [decision.plan.at for decision in log.latest(10)] == [now, READ_AT + timedelta(seconds=1)]
    assert log.events(until=now, limit=10) == [event(1)]


def test_an_unreachable_target_is_named_by_its_setting() -> None:
    database = Database(
        SecretStr(f"postgresql://esteira@127.0.0.1:{free_port()}/esteira"), unavailable=TargetUnavailable
    )

    with pytest.raises(TargetUnavailable, match="ESTEIRA_TARGET_DSN"):
        PostgresDecisionLog(database).latest(1)


def test_a_decision_of_a_release_that_is_not_understood_is_left_out(target_database: Database) -> None:
    log = PostgresDecisionLog(target_database)
    log.record(plan())
    with target_database.transaction() as connection:
        connection.execute("""UPDATE flow_decisions SET plan = plan || '{"of_another_release": 1}'""")
    log.record(plan(10))

    assert [decision.plan for decision in log.latest(10)] == [plan(10)]
    assert log.at(READ_AT) is None
