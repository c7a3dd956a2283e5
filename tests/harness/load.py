"""Standard load L: writers that commit out of order, hold transactions open, roll some back, and keep a journal.

The checker compares with this journal: a key is `acked` if its COMMIT returned, and `maybe` if the reply was lost.
"""

import os
import random
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import cycle
from threading import Lock

import psycopg
from esteira.core.orders import OrderPayload

Key = tuple[str, int]
"""Source and id: the identity of an order."""

SEED = int(os.environ.get("SEED") or random.SystemRandom().randrange(2**32))
"""The seed of this run. The same SEED makes the same load."""

INSERT = "INSERT INTO orders (product, price, security_check) VALUES (%s, %s, %s) RETURNING id"


@dataclass(frozen=True, kw_only=True)
class Load:
    """The parameters of the load over all sources. `poison` of the `orders` have security_check false."""

    orders: int = field(default_factory=lambda: int(os.environ.get("ORDERS") or 2000))
    poison: int = 17
    writers_per_source: int = 8
    rollback_share: float = 0.05
    held_share: float = 0.1
    longest_hold_seconds: float = 0.2
    seed: int = SEED


@dataclass(frozen=True, kw_only=True)
class Transaction:
    """A transaction of one to three rows, which commits or rolls back after `hold_seconds`."""

    rows: tuple[OrderPayload, ...]
    commits: bool
    hold_seconds: float


@dataclass(frozen=True, kw_only=True)
class Journal:
    """The orders that the writers committed. It grows while they write."""

    acked: dict[Key, OrderPayload] = field(default_factory=dict)
    maybe: dict[Key, OrderPayload] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock, repr=False, compare=False)

    @property
    def poison(self) -> frozenset[Key]:
        """The acked orders that must never arrive."""
        return frozenset(key for key, order in self.acked.items() if not order.security_check)

    @property
    def good(self) -> frozenset[Key]:
        """The acked orders that must arrive."""
        return frozenset(self.acked) - self.poison

    def record(self, source: str, orders: Mapping[int, OrderPayload], *, sure: bool) -> None:
        """Record the orders of one transaction by their ids."""
        with self._lock:
            (self.acked if sure else self.maybe).update({(source, id_): order for id_, order in orders.items()})


class RunningLoad:
    """Writers that run in the background."""

    def __init__(self, journal: Journal, writers: Sequence[Future[None]]) -> None:
        self.journal = journal
        self._writers = writers

    @property
    def finished(self) -> bool:
        """Whether everything is written."""
        return all(writer.done() for writer in self._writers)

    def wait(self) -> Journal:
        """Wait until everything is written and return the journal. Raises a writer's error."""
        for writer in self._writers:
            writer.result()
        return self.journal


def write(load: Load, sources: Mapping[str, str]) -> Journal:
    """Write the load to the sources (name → DSN) and return its journal."""
    return start_writing(load, sources).wait()


def start_writing(load: Load, sources: Mapping[str, str]) -> RunningLoad:
    """Start the writers in the background."""
    journal = Journal()
    shares = _shares(plan(load), load.writers_per_source * len(sources))
    pool = ThreadPoolExecutor(len(shares), thread_name_prefix="writer")
    writers = [
        pool.submit(_write, name, dsn, share, journal)
        for share, (name, dsn) in zip(shares, cycle(sources.items()), strict=False)
    ]
    pool.shutdown(wait=False)
    return RunningLoad(journal, writers)


def plan(load: Load) -> list[Transaction]:
    """Return the transactions of a load. The committing ones have exactly its number of orders and of poison."""
    rng = random.Random(load.seed)
    poison = set(rng.sample(range(load.orders), load.poison))
    transactions: list[Transaction] = []
    planned = 0
    while planned < load.orders:
        size = min(rng.randint(1, 3), load.orders - planned)
        commits = rng.random() >= load.rollback_share
        checks = [not (commits and number in poison) for number in range(planned, planned + size)]
        rows = tuple(_order(rng, security_check=check) for check in checks)
        held = rng.random() < load.held_share
        hold_seconds = rng.uniform(0, load.longest_hold_seconds) if held else 0
        transactions.append(Transaction(rows=rows, commits=commits, hold_seconds=hold_seconds))
        planned += size if commits else 0
    return transactions


def _order(rng: random.Random, *, security_check: bool) -> OrderPayload:
    price = Decimal(rng.randint(1, 10**6)) / 100
    return OrderPayload(product=f"product {rng.randint(1, 999)}", price=price, security_check=security_check)


def _shares(transactions: list[Transaction], writers: int) -> list[list[Transaction]]:
    return [transactions[first::writers] for first in range(writers)]


def _write(source: str, dsn: str, transactions: Sequence[Transaction], journal: Journal) -> None:
    remaining = list(reversed(transactions))
    while remaining:
        try:
            with psycopg.connect(dsn, connect_timeout=5) as connection:
                while remaining:
                    _write_one(connection, source, remaining[-1], journal)
                    remaining.pop()
        except _ReplyLost:
            remaining.pop()
        except psycopg.OperationalError:
            # Nothing was committed, so the transaction is repeated on a new connection.
            time.sleep(0.05)


class _ReplyLost(Exception):
    """COMMIT was sent, and no reply received."""


def _write_one(
    connection: psycopg.Connection[tuple[int]], source: str, transaction: Transaction, journal: Journal
) -> None:
    orders = dict(_insert(connection, order) for order in transaction.rows)
    time.sleep(transaction.hold_seconds)
    if not transaction.commits:
        connection.rollback()
        return
    try:
        connection.commit()
    except psycopg.OperationalError as error:
        journal.record(source, orders, sure=False)
        raise _ReplyLost from error
    journal.record(source, orders, sure=True)


def _insert(connection: psycopg.Connection[tuple[int]], order: OrderPayload) -> tuple[int, OrderPayload]:
    row = connection.execute(INSERT, (order.product, order.price, order.security_check)).fetchone()
    assert row is not None
    return row[0], order
