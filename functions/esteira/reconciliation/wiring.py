"""The operator's composition root (command line, monitor): its use cases' collaborators, made when asked for."""

from collections.abc import Mapping
from functools import cache, cached_property

from esteira.consumer.mongo import MongoAttemptLog
from esteira.consumer.ports import AttemptLog, AttemptOutbox
from esteira.consumer.postgres.attempt_outbox import PostgresAttemptOutbox
from esteira.core.clock import utc_now
from esteira.core.names import Lane
from esteira.core.settings import OperatorSettings, read
from esteira.producer.deps import Belt
from esteira.producer.locate_cursors import ProducersPlaces
from esteira.producer.postgres.rejects import PostgresRejects
from esteira.reconciliation.mark_unrecorded_dead import Graveyard
from esteira.reconciliation.mongo import MongoAttemptHistory
from esteira.reconciliation.ports import AttemptCounts
from esteira.reconciliation.postgres.dead_callbacks import PostgresDeadCallbacks
from esteira.reconciliation.postgres.order_locations import PostgresWhereabouts
from esteira.reconciliation.postgres.redrive_log import PostgresRedriveLog
from esteira.reconciliation.postgres.target_ledger import PostgresTargetBooks
from esteira.reconciliation.postgres.waiting_attempts import PostgresWaitingAttempts
from esteira.reconciliation.read_ledger import Books
from esteira.reconciliation.redrive_dead_letters import Office
from esteira.reconciliation.repair_ledger import Workshop
from esteira.reconciliation.resend_orders import Resender
from esteira.reconciliation.send_lost import LostCallbacks, LostOrders
from esteira.reconciliation.show_history import Archive
from esteira.reconciliation.stores import Stores

PAGE_ROWS = 1000
LEASE_SECONDS = 65


class Operator:
    """What the operator's doors need. Nothing is connected before it is used, and a broken connection is replaced."""

    def __init__(self, settings: OperatorSettings) -> None:
        self._stores = Stores(settings)

    @cached_property
    def books(self) -> Books:
        """What the ledger is read from."""
        return Books(
            sources=self._stores.source_books,
            target=PostgresTargetBooks(self._stores.target),
            cursors=self._stores.places,
            lane=self._stores.gauge(self._stores.lane("orders").queue_url),
            graveyard=self._graveyard,
        )

    @property
    def places(self) -> ProducersPlaces:
        """Where the producer stands; needs no lane."""
        return self._stores.places

    @cached_property
    def workshop(self) -> Workshop:
        """What the ledger is repaired with."""
        return Workshop(books=self.books, graveyard=self._graveyard, resender=self._resender)

    @cached_property
    def attempt_log(self) -> AttemptCounts:
        """The attempt log, to be counted."""
        return MongoAttemptHistory(self._stores.attempts)

    @cached_property
    def archive(self) -> Archive:
        """Where the histories of messages are."""
        return Archive(
            logs=(MongoAttemptHistory(self._stores.attempts), PostgresWaitingAttempts(self._stores.target)),
            whereabouts=PostgresWhereabouts(self._stores.target),
            books=self.books,
        )

    @cached_property
    def relay(self) -> tuple[AttemptLog, AttemptOutbox]:
        """Where attempts belong, and where they wait."""
        return MongoAttemptLog(self._stores.attempts), PostgresAttemptOutbox(self._stores.target)

    def office(self, lane: Lane) -> Office:
        """The dead letters of a lane."""
        queues, dead_callbacks = self._stores.lane(lane), PostgresDeadCallbacks(self._stores.target)
        shipper = self._stores.shipper(queues.queue_url)
        return Office(
            lane=lane,
            letters=self._stores.inbox(queues.dlq_url),
            letters_gauge=self._stores.gauge(queues.dlq_url),
            lane_gauge=self._stores.gauge(queues.queue_url),
            shipper=shipper,
            dead_orders=self._stores.dead_orders,
            dead_callbacks=dead_callbacks,
            lost=(
                LostOrders(dead_orders=self._stores.dead_orders, resender=self._resender)
                if lane == "orders"
                else LostCallbacks(dead_callbacks=dead_callbacks, shipper=shipper, clock=utc_now)
            ),
            log=PostgresRedriveLog(self._stores.target),
        )

    def close(self) -> None:
        """Gives back all database connections."""
        self._stores.close()

    @cached_property
    def _graveyard(self) -> Graveyard:
        letters = self._stores.inbox(self._stores.lane("orders").dlq_url)
        return Graveyard(letters=letters, dead_orders=self._stores.dead_orders)

    @cached_property
    def _resender(self) -> Resender:
        belts: Mapping[str, Belt] = {name: self._belt(name) for name in self._stores.source_books}
        return Resender(sources=self._stores.source_books, belts=belts, dead_orders=self._stores.dead_orders)

    def _belt(self, name: str) -> Belt:
        places = self._stores.places
        return Belt(
            source=places.sources[name],
            cursors=places.cursors,
            checkpoints=places.checkpoints,
            rejects=PostgresRejects(self._stores.target),
            shipper=self._stores.shipper(self._stores.lane("orders").queue_url),
            clock=utc_now,
            page_rows=PAGE_ROWS,
            lease_seconds=LEASE_SECONDS,
            simulate_trouble=self._stores.settings.simulate_trouble,
        )


@cache
def operator() -> Operator:
    """The operator of this process. Raises `BadSettings`."""
    return Operator(read(OperatorSettings))
