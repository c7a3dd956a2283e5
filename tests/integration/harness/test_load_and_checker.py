"""The load and the checker against real databases and a real queue."""

from collections.abc import Callable

import psycopg

from tests.harness.chaosproxy import ChaosProxy
from tests.harness.checker import await_quiescence, dead_keys, read_ends
from tests.harness.load import Load, write
from tests.harness.queues import make_lane, sqs_client


def test_the_journal_knows_every_committed_row_of_both_sources(migrated_source: Callable[[], str]) -> None:
    sources = {"source1": migrated_source(), "source2": migrated_source()}

    journal = write(Load(orders=500, longest_hold_seconds=0.01), sources)

    assert set(journal.acked) == {key for name, dsn in sources.items() for key in _keys(name, dsn)}
    assert (len(journal.good), len(journal.poison)) == (483, 17)


def test_rows_whose_commit_went_unanswered_are_in_the_journal_as_maybe(migrated_source: Callable[[], str]) -> None:
    dsn = migrated_source()
    with ChaosProxy.before(dsn) as proxy:
        proxy.drop_reply_after(b"COMMIT", times=5, chance=0.5)

        journal = write(Load(orders=100, poison=0, held_share=0), {"source1": proxy.through(dsn)})

    assert 5 <= len(journal.maybe) <= 15
    assert _keys("source1", dsn) == set(journal.acked | journal.maybe)


def test_a_rejected_order_is_read_as_an_end(migrated_target: Callable[[], str]) -> None:
    dsn = migrated_target()
    with psycopg.connect(dsn) as connection:
        connection.execute("INSERT INTO producer_rejects (source, source_id, reason) VALUES ('source1', 3, 'NaN')")

    assert read_ends(dsn).rejected == {("source1", 3)}


def test_the_last_receive_turns_a_spent_message_into_a_dead_letter(sqs_endpoint: str) -> None:
    sqs = sqs_client(sqs_endpoint)
    lane = make_lane(sqs, visibility_seconds=1, max_receives=1)
    sqs.send_message(QueueUrl=lane.queue_url, MessageBody='{"source": "source1", "source_id": 3}')
    sqs.receive_message(QueueUrl=lane.queue_url)

    await_quiescence(sqs, lane, poll_seconds=0.2)

    assert dead_keys(sqs, lane.dlq_url) == [("source1", 3)]


def _keys(source: str, dsn: str) -> set[tuple[str, int]]:
    with psycopg.connect(dsn) as connection:
        return {(source, row[0]) for row in connection.execute("SELECT id FROM orders")}
