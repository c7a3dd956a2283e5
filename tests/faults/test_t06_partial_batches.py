"""T6: three of ten answers report one to three entries as failed, and one in a hundred omits an entry."""

from collections.abc import Sequence
from dataclasses import replace
from random import Random
from threading import Lock

import psycopg
from esteira.producer.cursor import Cursor
from esteira.producer.deps import PublishDeps
from esteira.producer.ports import Advance, Cursors, Lease

from tests.faults.figures import tell
from tests.harness.checker import FLAWLESS, check
from tests.harness.load import SEED, Key, Load, write
from tests.harness.publication import MakePublication, Publication
from tests.harness.sqs_stub import BatchAnswer, Entries

HANDED_OVER = "SELECT id FROM orders WHERE (sync_xid, id) <= (%s::text::xid8, %s)"
NOT_A_PRICE = "INSERT INTO orders (product, price, security_check) VALUES ('Cup', 'NaN', true) RETURNING id"


class ForgetfulQueue:
    """Answers of an unreliable queue."""

    def __init__(self) -> None:
        self._chance = Random(SEED)
        self._one_at_a_time = Lock()
        self.failed = self.omitted = 0

    def __call__(self, entries: Entries) -> BatchAnswer:
        ids = [entry["Id"] for entry in entries]
        with self._one_at_a_time:
            failed = self._some(ids, self._chance.randint(1, 3)) if self._chance.random() < 0.30 else []
            omitted = self._some(ids, 1) if self._chance.random() < 0.01 else []
            self.failed += len(failed)
            self.omitted += len(omitted)
        return BatchAnswer(failed=frozenset(failed), omitted=frozenset(omitted))

    def _some(self, ids: Sequence[str], count: int) -> list[str]:
        return self._chance.sample(ids, min(count, len(ids)))


class WatchedCursors:
    """Cursors that check, after every step, whether they passed an unhandled row."""

    def __init__(self, cursors: Cursors, publication: Publication) -> None:
        self.acquire, self.release, self.load = cursors.acquire, cursors.release, cursors.load
        self._cursors = cursors
        self._publication = publication
        self.steps = 0
        self.passed_unhandled: set[Key] = set()

    def advance(self, lease: Lease, *, old: Cursor | None, new: Cursor) -> Advance:
        answer = self._cursors.advance(lease, old=old, new=new)
        self.steps += 1
        self.passed_unhandled |= self._passed(lease.source, new) - self._handled(lease.source)
        return answer

    def _passed(self, source: str, cursor: Cursor) -> set[Key]:
        place = [str(cursor.position.x), cursor.position.id]
        with psycopg.connect(self._publication.sources[source]) as connection:
            return {(source, id_) for (id_,) in connection.execute(HANDED_OVER, place)}

    def _handled(self, source: str) -> set[Key]:
        rejected = self._publication.producer.publish_deps(source).rejects.ids(source)
        return {*self._publication.sent, *((source, id_) for id_ in rejected)}


def test_the_cursor_never_passes_what_the_queue_did_not_take(make_publication: MakePublication, load: Load) -> None:
    queue = ForgetfulQueue()
    publication = make_publication(judge=queue)
    journal = write(load, publication.sources)
    bad = insert_prices_that_are_none(publication, count=3)
    all_deps = [watched(deps, publication) for deps in publication.producer.all_publish_deps()]

    publication.publish_the_rest(*all_deps)

    tell(orders=load.orders, failed=queue.failed, omitted=queue.omitted)
    watchers = [deps.cursors for deps in all_deps if isinstance(deps.cursors, WatchedCursors)]
    ends = publication.ends()
    assert check(journal, ends) == FLAWLESS
    assert ends.rejected == bad
    assert [watcher.passed_unhandled for watcher in watchers] == [set(), set()]
    assert sum(watcher.steps for watcher in watchers) >= load.orders / 100
    assert queue.failed > load.orders / 100


def insert_prices_that_are_none(publication: Publication, *, count: int) -> frozenset[Key]:
    with psycopg.connect(publication.sources["source1"]) as connection:
        rows = [connection.execute(NOT_A_PRICE).fetchone() for _ in range(count)]
    return frozenset(("source1", row[0]) for row in rows if row)


def watched(deps: PublishDeps, publication: Publication) -> PublishDeps:
    return replace(deps, cursors=WatchedCursors(deps.cursors, publication))
