"""Contract of `CursorReader`: memory, and the producer's stores in Redis and Postgres."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Protocol
from uuid import uuid4

import pytest
from esteira.core.errors import CursorUnavailable
from esteira.core.postgres.database import Database
from esteira.core.redis import redis_client
from esteira.producer.cursor import START, Cursor, Position
from esteira.producer.locate_cursors import CursorLocator
from esteira.producer.memory import MemoryRestarts, MemorySource
from esteira.producer.postgres.checkpoints import PostgresCheckpoints
from esteira.producer.redis import RedisCursors
from esteira.reconciliation.memory.ledger import MemoryCursorReader
from esteira.reconciliation.ports import CursorReader
from pydantic import SecretStr
from redis import Redis

from tests.harness.ports import free_port

ORDER = ("Coffee beans", Decimal("12.50"), True)
FIRST, SECOND = (f"source-{uuid4().hex[:8]}" for _ in range(2))
"""Names that no other test uses, because cursors in the shared Redis are stored by name."""


class CursorReaderSetup(Protocol):
    """Two sources, and a producer that moves its cursors."""

    @property
    def cursors(self) -> CursorReader: ...

    def hand_over(self, source: str, position: Position) -> None:
        """Move the cursor to `position`, as the producer does."""


class MemoryCursorReaderSetup:
    def __init__(self) -> None:
        self.cursors = MemoryCursorReader()

    def hand_over(self, source: str, position: Position) -> None:
        self.cursors.positions[source] = position


class StoresCursorReaderSetup:
    """Cursors in Redis and checkpoints in Postgres, as the producer writes them."""

    def __init__(self, client: Redis, database: Database) -> None:
        self.sources = {name: MemorySource(name) for name in (FIRST, SECOND)}
        for source in self.sources.values():
            source.add(*[ORDER] * 9)
        self._stored = RedisCursors(client)
        self.checkpoints = PostgresCheckpoints(database)
        self.cursors = CursorLocator(
            sources=self.sources, cursors=self._stored, checkpoints=self.checkpoints, restarts=MemoryRestarts()
        )

    def hand_over(self, source: str, position: Position) -> None:
        lease = self._stored.acquire(source, seconds=30)
        assert lease
        self._stored.advance(lease, old=self._stored.load(source), new=self.cursor(source, position))
        self._stored.release(lease)

    def cursor(self, source: str, position: Position) -> Cursor:
        return Cursor(epoch=self.sources[source].epoch, position=position)


@pytest.fixture
def in_stores(redis_url: str, target_database: Database) -> Iterator[StoresCursorReaderSetup]:
    with redis_client(SecretStr(redis_url)) as client:
        yield StoresCursorReaderSetup(client, target_database)
        client.delete(*(f"esteira:{kind}:{{{name}}}" for kind in ("cursor", "fence") for name in (FIRST, SECOND)))


@pytest.fixture(params=["memory", "stores"])
def setup(request: pytest.FixtureRequest) -> CursorReaderSetup:
    if request.param == "memory":
        return MemoryCursorReaderSetup()
    kept: CursorReaderSetup = request.getfixturevalue("in_stores")
    return kept


def test_before_the_first_publish_a_cursor_is_at_the_start(setup: CursorReaderSetup) -> None:
    assert setup.cursors.position(FIRST) == START


def test_a_cursor_is_at_the_last_row_handed_over(setup: CursorReaderSetup) -> None:
    for row_id in (3, 7):
        setup.hand_over(FIRST, Position(x=1, id=row_id))

    assert setup.cursors.position(FIRST) == Position(x=1, id=7)


def test_each_source_has_a_cursor_of_its_own(setup: CursorReaderSetup) -> None:
    setup.hand_over(FIRST, Position(x=1, id=7))
    setup.hand_over(SECOND, Position(x=1, id=2))

    assert [setup.cursors.position(name).id for name in (FIRST, SECOND)] == [7, 2]


def test_without_a_cursor_in_redis_the_checkpoint_is_used(in_stores: StoresCursorReaderSetup) -> None:
    in_stores.checkpoints.save(FIRST, in_stores.cursor(FIRST, Position(x=1, id=4)))

    assert [in_stores.cursors.position(name) for name in (FIRST, SECOND)] == [Position(x=1, id=4), START]


def test_an_unreachable_redis_is_reported_with_its_setting(target_database: Database) -> None:
    with redis_client(SecretStr(f"redis://127.0.0.1:{free_port()}/0")) as unreachable:
        setup = StoresCursorReaderSetup(unreachable, target_database)

        with pytest.raises(CursorUnavailable, match="ESTEIRA_REDIS_URL"):
            setup.cursors.position(FIRST)
