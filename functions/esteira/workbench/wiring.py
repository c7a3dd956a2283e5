"""Builds the dependencies of the workbench from the settings."""

from collections.abc import Mapping, Sequence
from functools import cached_property, partial

from esteira.callbacks.postgres.payment_target import PostgresPaymentTarget
from esteira.consumer.deps import LaneRules
from esteira.consumer.postgres.order_target import PostgresOrderTarget
from esteira.consumer.validate_order import first_effect_of_order, validate_order
from esteira.core.clock import utc_now
from esteira.core.errors import TargetUnavailable
from esteira.core.messages import OrderMessage, PaymentMessage
from esteira.core.names import Lane
from esteira.core.postgres.database import Database
from esteira.core.settings import BridgeSettings, OperatorSettings, read
from esteira.core.wiring import Wired, Wiring
from esteira.orders.wiring import Orders
from esteira.reconciliation.wiring import Operator
from esteira.workbench.deps import Rehearsal, WorkbenchDeps
from esteira.workbench.plan_import import ImportDeps
from esteira.workbench.postgres.causes import PostgresCauses
from esteira.workbench.postgres.letter_store import PostgresLetterStore
from esteira.workbench.postgres.redrive_jobs import PostgresFates, PostgresRedriveJobs
from esteira.workbench.postgres.rolled_back import RolledBackDatabase
from esteira.workbench.run_redrive import BulkDeps
from esteira.workbench.show_dead_letter import ShowDeps
from esteira.workbench.undo_redrive import LaneQueues, UndoDeps


class Workbench(Wiring):
    """The dependencies of the workbench. Connections open at their first use."""

    def __init__(self, settings: OperatorSettings) -> None:
        super().__init__()
        self._settings = settings

    @cached_property
    def deps(self) -> WorkbenchDeps:
        """For all use cases."""
        return WorkbenchDeps(
            store=PostgresLetterStore(self._target),
            causes=PostgresCauses(self._target),
            redrive_deps=self._operator.redrive_deps,
            rehearsals=self._rehearsals,
            clock=utc_now,
        )

    @cached_property
    def bulk_deps(self) -> BulkDeps:
        """For bulk redrives."""
        return BulkDeps(workbench=self.deps, jobs=PostgresRedriveJobs(self._target), fates=PostgresFates(self._target))

    @cached_property
    def show_deps(self) -> ShowDeps:
        """For `show_dead_letter`."""
        return ShowDeps(workbench=self.deps, story=Orders(self._operator).story_deps)

    @cached_property
    def undo_deps(self) -> UndoDeps:
        """For `run_undo`."""
        return UndoDeps(bulk=self.bulk_deps, queues=self._lane_queues)

    @cached_property
    def import_deps(self) -> ImportDeps:
        """For `plan_import` and `import_selection`."""
        return ImportDeps(bulk=self.bulk_deps, dead_letters=lambda lane: self._lane_queues(lane).dead_letters)

    @property
    def lanes(self) -> Sequence[Lane]:
        """The lanes of this installation."""
        return list(self._settings.lanes)

    def _lane_queues(self, lane: Lane) -> LaneQueues:
        stores = self._operator.stores
        queues = stores.lane(lane)
        return LaneQueues(
            lane=stores.queue_receiver(queues.queue_url), dead_letters=stores.batch_sender(queues.dlq_url)
        )

    @cached_property
    def _target(self) -> Database:
        return self.opened(Database(self._settings.target_dsn, unavailable=TargetUnavailable))

    @cached_property
    def _operator(self) -> Operator:
        return self.opened(Operator(self._settings))

    @cached_property
    def _rehearsals(self) -> Mapping[Lane, Rehearsal]:
        """Look-ups have none: a question to a provider cannot be rolled back."""
        simulate = self._settings.simulate_trouble
        database = self.opened(RolledBackDatabase(self._settings.target_dsn, unavailable=TargetUnavailable))
        orders = LaneRules(
            lane="orders",
            model=OrderMessage,
            validate=partial(validate_order, simulate=simulate),
            first_effect=partial(first_effect_of_order, simulate=simulate),
        )
        payments = LaneRules(lane="payments", model=PaymentMessage)
        return {
            "orders": Rehearsal(rules=orders, effect=PostgresOrderTarget(database)),
            "payments": Rehearsal(rules=payments, effect=PostgresPaymentTarget(database)),
        }


@Wired
def workbench() -> Workbench:
    """Return the wiring of a function. Raises `BadSettings`."""
    return Workbench(read(OperatorSettings))


@Wired
def workbench_of_bridge() -> Workbench:
    """Return the wiring of the bridge's worker. Raises `BadSettings`."""
    return Workbench(read(BridgeSettings))
