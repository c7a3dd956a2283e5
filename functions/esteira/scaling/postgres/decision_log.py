"""The tables `flow_decisions` and `scaling_events`."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from psycopg.types.json import Jsonb
from pydantic import ValidationError

from esteira.core.identifiers import id_text
from esteira.core.log import logger
from esteira.core.postgres.database import Database
from esteira.core.postgres.statements import statement
from esteira.scaling.plan import Plan
from esteira.scaling.ports import DECISIONS_KEPT_FOR, Decision, ScalingEvent


class PostgresDecisionLog:
    """The port `DecisionLog`. Decisions of another release that cannot be parsed are left out."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def record(self, plan: Plan) -> None:
        """See `DecisionLog.record`."""
        old = {"before": plan.at - DECISIONS_KEPT_FOR}
        with self._database.transaction() as connection:
            connection.execute(statement("scaling/drop_old_decisions"), old)
            connection.execute(statement("scaling/drop_old_scaling_events"), old)
            row = {"at": plan.at, "plan": Jsonb(plan.model_dump(mode="json"))}
            connection.execute(statement("scaling/add_decision"), row)

    def at(self, moment: datetime) -> Decision | None:
        """See `DecisionLog.at`."""
        return next(_parsed(self._ask("scaling/decision_at", {"moment": moment})), None)

    def latest(self, limit: int) -> Sequence[Decision]:
        """See `DecisionLog.latest`."""
        return list(_parsed(self._ask("scaling/latest_decisions", {"limit": limit})))

    def record_event(self, event: ScalingEvent) -> None:
        """See `DecisionLog.record_event`."""
        with self._database.transaction() as connection:
            connection.execute(statement("scaling/add_scaling_event"), event.model_dump())

    def events(self, *, until: datetime, limit: int) -> Sequence[ScalingEvent]:
        """See `DecisionLog.events`."""
        return [_event(row) for row in self._ask("scaling/list_scaling_events", {"until": until, "limit": limit})]

    def _ask(self, name: str, parameters: dict[str, Any]) -> list[tuple[Any, ...]]:
        with self._database.transaction() as connection:
            return connection.execute(statement(name), parameters).fetchall()


def _parsed(rows: Iterable[tuple[Any, ...]]) -> Iterator[Decision]:
    for decision_id, plan in rows:
        try:
            yield Decision(id=decision_id, plan=Plan.model_validate(plan))
        except ValidationError as error:
            logger.warning(
                "decision not parsed", action="read_decisions", decision=id_text(decision_id), error=str(error)
            )


def _event(row: tuple[Any, ...]) -> ScalingEvent:
    at, lane, action, worker, reason = row
    return ScalingEvent(at=at, lane=lane, action=action, worker=worker, reason=reason)
