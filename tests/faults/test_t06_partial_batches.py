"""T6: three of ten replies report one to three entries as failed, and one in a hundred omits an entry."""

from collections.abc import Sequence
from dataclasses import replace
from random import Random
from threading import Lock

import psycopg
from esteira.producer.cursor import Cursor
from esteira.producer.deps import PublishDeps
from esteira.producer.ports import Advance, Cursors, Lease

from tests.faults.figures import log_figures
from tests.harness.checker import FLAWLESS, check
from tests.harness.load import SEED, Key, Load, write
from tests.harness.publication import MakePublication, Publication
from tests.harness.sqs_stub import Entries, StubReply

HANDED_OVER = "SELECT id FROM orders WHERE (sync_xid, id) <= (%s::text::xid8, %s)"
INSERT_NAN = "INSERT INTO orders (product, price, security_check) VALUES ('Cup', 'NaN', true) RETURNING id"


class UnreliableQueue:
    """A reply policy that fails or omits random entries."""

    def __init__(self) -> None:
        self._rng = Random(SEED)
        self._lock = Lock()
        self.failed = self.omitted = 0

    def __call__(self, entries: Entries) -> StubReply:
        ids = [entry["Id"] for entry in entries]
        with self._lock:
            failed = self._some(ids, self._rng.randint(1, 3)) if self._rng.random() < 0.30 else []
            omitted = self._some(ids, 1) if self._rng.random() < 0.01 else []
            self.failed += len(failed)
            self.omitted += len(omitted)
        return StubReply(failed=frozenset(failed), omitted=frozenset(omitted))

    def _some(self, ids: Sequence[str], count: int) -> list[str]:
        return self._rng.sample(ids, min(count, len(ids)))


class WatchedCursors:
    """Cursors that check after every move whether they passed an unhandled row."""

    def __init__(self, cursors: Cursors, publication: Publication) -> None:
        self.acquire, self.release, self.load = cursors.acquire, cursors.release, cursors.load
        self._cursors = cursors
        self._publication = publication
        self.steps = 0
        self.passed_unhandled: set[Key] = set()

    def advance(self, lease: Lease, *, old: Cursor | None, new: Cursor) -> Advance:
        result = self._cursors.advance(lease, old=old, new=new)
        self.steps += 1
        self.passed_unhandled |= self._passed(lease.source, new) - self._handled(lease.source)
        return result

    def _passed(self, source: str, cursor: Cursor) -> set[Key]:
        parameters = [str(cursor.position.x), cursor.position.id]
        with psycopg.connect(self._publication.sources[source]) as connection:
            return {(source, id_) for (id_,) in connection.execute(HANDED_OVER, parameters)}

    def _handled(self, source: str) -> set[Key]:
        rejected = self._publication.producer.publish_deps(source).rejects.ids(source)
        return {*self._publication.sent, *((source, id_) for id_ in rejected)}


def test_the_cursor_never_passes_what_the_queue_did_not_accept(make_publication: MakePublication, load: Load) -> None:
    queue = UnreliableQueue()
    publication = make_publication(reply_policy=queue)
    journal = write(load, publication.sources)
    bad = insert_nan_prices(publication, count=3)
    all_deps = [watched(deps, publication) for deps in publication.producer.all_publish_deps()]

    publication.publish_remaining(*all_deps)

    log_figures(orders=load.orders, failed=queue.failed, omitted=queue.omitted)
    watchers = [deps.cursors for deps in all_deps if isinstance(deps.cursors, WatchedCursors)]
    ends = publication.ends()
    assert check(journal, ends) == FLAWLESS
    assert ends.rejected == bad
    assert [watcher.passed_unhandled for watcher in watchers] == [set(), set()]
    assert sum(watcher.steps for watcher in watchers) >= load.orders / 100
    assert queue.failed > load.orders / 100


def insert_nan_prices(publication: Publication, *, count: int) -> frozenset[Key]:
    with psycopg.connect(publication.sources["source1"]) as connection:
        rows = [connection.execute(INSERT_NAN).fetchone() for _ in range(count)]
    return frozenset(("source1", row[0]) for row in rows if row)


def watched(deps: PublishDeps, publication: Publication) -> PublishDeps:
    return replace(deps, cursors=WatchedCursors(deps.cursors, publication))
