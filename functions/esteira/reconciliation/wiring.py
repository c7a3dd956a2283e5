"""Builds the dependencies of reconciliation, for the monitor and the command line, each at its first use."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import cached_property
from typing import Any

from esteira.callbacks.postgres.callback_repository import PostgresCallbackRepository
from esteira.consumer.mongo import MongoAttemptLog
from esteira.consumer.ports import AttemptLog, AttemptOutbox
from esteira.consumer.postgres.attempt_outbox import PostgresAttemptOutbox
from esteira.core.clock import utc_now
from esteira.core.names import Lane
from esteira.core.settings import OperatorSettings, read
from esteira.core.wiring import Wired
from esteira.producer.deps import PublishDeps
from esteira.producer.locate_cursors import CursorLocator
from esteira.producer.postgres.rejects import PostgresRejects
from esteira.reconciliation.mark_unrecorded_dead import DeadLetterStores
from esteira.reconciliation.mongo import MongoAttemptHistory
from esteira.reconciliation.ports import AttemptCounts, AttemptHistory
from esteira.reconciliation.postgres.dead_callbacks import PostgresDeadCallbacks
from esteira.reconciliation.postgres.dead_tasks import PostgresDeadTasks
from esteira.reconciliation.postgres.kept_messages import PostgresKeptMessages
from esteira.reconciliation.postgres.order_locations import PostgresOrderLocator
from esteira.reconciliation.postgres.redrive_log import PostgresRedriveLog
from esteira.reconciliation.postgres.target_ledger import PostgresTargetLedgerReader
from esteira.reconciliation.postgres.task_counts import PostgresTaskCounter
from esteira.reconciliation.postgres.waiting_attempts import PostgresWaitingAttempts
from esteira.reconciliation.read_ledger import LedgerDeps
from esteira.reconciliation.record_unattempted import AttemptStores
from esteira.reconciliation.redrive.request import RedriveDeps
from esteira.reconciliation.redrive.resend_dead import (
    DeadCallbackResender,
    DeadOrderResender,
    DeadResender,
    DeadTaskResender,
    NothingToResend,
)
from esteira.reconciliation.repair_ledger import RepairDeps
from esteira.reconciliation.resend_orders import Resender
from esteira.reconciliation.show_history import HistoryDeps
from esteira.reconciliation.stores import OperatorStores
from esteira.reconciliation.task_ledger import TaskLedgerDeps

PAGE_ROWS = 1000
LEASE_SECONDS = 65


class Operator:
    """The dependencies of reconciliation. Connections open at their first use and are replaced when broken.

    `stores` are the stores themselves, for what later features read in them.
    """

    def __init__(self, settings: OperatorSettings) -> None:
        self.stores = OperatorStores(settings)

    @cached_property
    def ledger_deps(self) -> LedgerDeps:
        """For `read_ledger` and `verify_orders`."""
        return LedgerDeps(
            sources=self.stores.source_readers,
            target=PostgresTargetLedgerReader(self.stores.target),
            cursors=self.stores.cursor_locator,
            lane=self.stores.depth_reader(self.stores.lane("orders").queue_url),
            dead_letter_stores=self._dead_letter_stores,
            restarts=self.stores.cursor_locator.restarts,
        )

    @cached_property
    def task_ledger_deps(self) -> TaskLedgerDeps:
        """For `read_task_ledger`."""
        queues = self.stores.lane("lookups")
        return TaskLedgerDeps(
            counter=PostgresTaskCounter(self.stores.target),
            lane=self.stores.depth_reader(queues.queue_url),
            dead_letters=self.stores.depth_reader(queues.dlq_url),
        )

    @property
    def cursor_locator(self) -> CursorLocator:
        """The positions of the producer. Needs no queue."""
        return self.stores.cursor_locator

    @cached_property
    def repair_deps(self) -> RepairDeps:
        """For `repair_ledger`."""
        return RepairDeps(
            ledger_deps=self.ledger_deps, dead_letter_stores=self._dead_letter_stores, resender=self.resender
        )

    @cached_property
    def attempt_log(self) -> AttemptCounts:
        """The number of attempts by source."""
        return MongoAttemptHistory(self.stores.attempts)

    @cached_property
    def history_deps(self) -> HistoryDeps:
        """For `show_history`."""
        return HistoryDeps(
            logs=self._attempt_histories,
            order_locator=PostgresOrderLocator(self.stores.target),
            callbacks=PostgresCallbackRepository(self.stores.target_statements),
            ledger_deps=self.ledger_deps,
            log_life=timedelta(seconds=self.stores.settings.log_life_seconds),
        )

    @cached_property
    def relay(self) -> tuple[AttemptLog, AttemptOutbox]:
        """For `relay_attempts`: the attempt log and its outbox."""
        return MongoAttemptLog(self.stores.attempts), PostgresAttemptOutbox(self.stores.target)

    def redrive_deps(self, lane: Lane) -> RedriveDeps:
        """For `redrive_dead_letters` and `survey_dead_letters` of a lane."""
        queues, target = self.stores.lane(lane), self.stores.target
        batch_sender = self.stores.batch_sender(queues.queue_url)
        dead_resenders: Mapping[Lane, Callable[[], DeadResender[Any]]] = {
            "orders": lambda: DeadOrderResender(dead_orders=self.stores.dead_orders, resender=self.resender),
            "payments": lambda: DeadCallbackResender(
                dead_callbacks=PostgresDeadCallbacks(target), batch_sender=batch_sender, clock=utc_now
            ),
            "lookups": lambda: DeadTaskResender(
                dead_tasks=PostgresDeadTasks(target), batch_sender=batch_sender, clock=utc_now
            ),
        }
        return RedriveDeps(
            lane=lane,
            dead_letters=self.stores.queue_receiver(queues.dlq_url),
            dead_letter_depth=self.stores.depth_reader(queues.dlq_url),
            lane_depth=self.stores.depth_reader(queues.queue_url),
            batch_sender=batch_sender,
            dead_orders=self.stores.dead_orders,
            dead_resender=dead_resenders.get(lane, NothingToResend)(),
            kept_messages=PostgresKeptMessages(target, lane),
            log=PostgresRedriveLog(target),
            attempt_stores=self._attempt_stores,
        )

    def close(self) -> None:
        """Close all connections."""
        self.stores.close()

    @cached_property
    def _dead_letter_stores(self) -> DeadLetterStores:
        dead_letters = self.stores.queue_receiver(self.stores.lane("orders").dlq_url)
        return DeadLetterStores(
            dead_letters=dead_letters, dead_orders=self.stores.dead_orders, attempt_stores=self._attempt_stores
        )

    @cached_property
    def _attempt_stores(self) -> AttemptStores:
        return AttemptStores(
            log=MongoAttemptLog(self.stores.attempts),
            histories=self._attempt_histories,
            life=timedelta(seconds=self.stores.settings.log_life_seconds),
        )

    @cached_property
    def _attempt_histories(self) -> tuple[AttemptHistory, ...]:
        return MongoAttemptHistory(self.stores.attempts), PostgresWaitingAttempts(self.stores.target)

    @cached_property
    def resender(self) -> Resender:
        """Sends orders again that were handed over before."""
        all_publish_deps: Mapping[str, PublishDeps] = {
            name: self._publish_deps(name) for name in self.stores.source_readers
        }
        return Resender(
            sources=self.stores.source_readers, publish_deps=all_publish_deps, dead_orders=self.stores.dead_orders
        )

    def _publish_deps(self, name: str) -> PublishDeps:
        cursor_locator = self.stores.cursor_locator
        return PublishDeps(
            source=cursor_locator.sources[name],
            cursors=cursor_locator.cursors,
            checkpoints=cursor_locator.checkpoints,
            restarts=cursor_locator.restarts,
            rejects=PostgresRejects(self.stores.target),
            batch_sender=self.stores.batch_sender(self.stores.lane("orders").queue_url),
            clock=utc_now,
            page_rows=PAGE_ROWS,
            lease_seconds=LEASE_SECONDS,
            simulate_trouble=self.stores.settings.simulate_trouble,
        )


@Wired
def operator() -> Operator:
    """Return the wiring of this process. Raises `BadSettings`."""
    return Operator(read(OperatorSettings))
