"""T1: writers commit out of order while the producer polls. A naive cursor shows which orders it would lose."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from threading import Event, Thread

import psycopg

from tests.faults.figures import log_figures
from tests.harness.checker import FLAWLESS, check
from tests.harness.load import Key, Load, start_writing
from tests.harness.publication import Publication
from tests.harness.publisher import POLL_SECONDS

NAIVE = "SELECT id FROM orders WHERE id > %s ORDER BY id"


def test_no_order_is_lost_or_duplicated_where_a_naive_cursor_loses_some(publication: Publication, load: Load) -> None:
    with naive_cursors(publication.sources) as seen_by_naive, publication.publishing():
        journal = start_writing(load, publication.sources).wait()
    publication.publish_remaining()

    lost_by_naive = set(journal.acked) - seen_by_naive
    log_figures(orders=load.orders, lost_by_naive=len(lost_by_naive))
    assert check(journal, publication.ends()) == FLAWLESS
    assert sorted(publication.sent) == sorted(journal.acked)
    assert lost_by_naive


@contextmanager
def naive_cursors(sources: Mapping[str, str]) -> Iterator[set[Key]]:
    """Polls each source by its largest id so far, and collect the keys seen."""
    seen: set[Key] = set()
    stop = Event()
    threads = [Thread(target=poll_naively, args=(name, dsn, seen, stop)) for name, dsn in sources.items()]
    for thread in threads:
        thread.start()
    try:
        yield seen
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def poll_naively(name: str, dsn: str, seen: set[Key], stop: Event) -> None:
    """Poll until `stop` is set, then once more, so that a missing row can only be the cursor's fault."""
    last = 0
    with psycopg.connect(dsn, autocommit=True) as connection:
        stopped = False
        while not stopped:
            stopped = stop.wait(POLL_SECONDS)
            ids = [id_ for (id_,) in connection.execute(NAIVE, [last])]
            seen.update((name, id_) for id_ in ids)
            last = max(ids, default=last)
