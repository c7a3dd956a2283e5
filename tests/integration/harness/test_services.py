"""The servers that the other suites use."""

import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import psycopg
import pymongo
import redis

from infra.local.home import REPOSITORY
from tests.harness.postgres import running_postgres
from tests.harness.queues import make_lane, messages_in, sqs_client
from tests.harness.redis import RedisServer
from tests.harness.waiting import wait_for


def test_each_fresh_source_has_our_schema_and_no_neighbours_rows(migrated_source: Callable[[], str]) -> None:
    one, other = migrated_source(), migrated_source()

    _execute(one, "INSERT INTO orders (product, price, security_check) VALUES ('pen', 1, true)")

    assert _value(one, "SELECT count(*) FROM orders WHERE sync_xid IS NOT NULL") == 1
    assert _value(other, "SELECT count(*) FROM orders") == 0


def test_a_fresh_target_has_our_schema(migrated_target: Callable[[], str]) -> None:
    dsn = migrated_target()

    assert _value(dsn, "SELECT count(*) FROM orders, producer_checkpoint, order_failures") == 0


def test_a_killed_cluster_comes_back_with_its_rows(tmp_path: Path) -> None:
    with running_postgres(tmp_path / "cluster") as server:
        dsn = server.migrated("source")
        _execute(dsn, "INSERT INTO orders (product, price, security_check) VALUES ('pen', 1, true)")

        server.restart()

        assert _value(dsn, "SELECT count(*) FROM orders") == 1


def test_redis_comes_back_with_its_keys_after_a_stop(own_redis: RedisServer) -> None:
    with redis.Redis.from_url(own_redis.url) as client:
        client.set("cursor", "7")

        own_redis.child.stop()
        own_redis.start_again()

        assert client.get("cursor") == b"7"


def test_the_mongo_stand_in_stores_documents(own_mongo_url: str) -> None:
    with pymongo.MongoClient[dict[str, object]](own_mongo_url) as client:
        documents = client.get_default_database()["attempts"]

        documents.insert_one({"_id": "one"})

        assert documents.count_documents({}) == 1


def test_a_lane_moves_a_message_to_its_dead_letters_after_its_receives(sqs_endpoint: str) -> None:
    sqs = sqs_client(sqs_endpoint)
    lane = make_lane(sqs, visibility_seconds=0, max_receives=2)
    sqs.send_message(QueueUrl=lane.queue_url, MessageBody="poison")

    for _ in range(3):
        sqs.receive_message(QueueUrl=lane.queue_url)

    assert [message["Body"] for message in messages_in(sqs, lane.dlq_url)] == ["poison"]
    assert len(messages_in(sqs, lane.dlq_url)) == 1


def test_localstack_takes_messages(localstack: str) -> None:
    sqs = sqs_client(localstack)
    lane = make_lane(sqs)

    sqs.send_message(QueueUrl=lane.queue_url, MessageBody="order")

    assert [message["Body"] for message in messages_in(sqs, lane.queue_url)] == ["order"]


def test_nothing_outlives_tests_that_are_killed(tmp_path: Path) -> None:
    program = textwrap.dedent("""
        import sys, threading
        from pathlib import Path
        from tests.harness.postgres import running_postgres
        with running_postgres(Path(sys.argv[1])) as server:
            print(server.child.pid, flush=True)
            threading.Event().wait()
    """)
    command = [sys.executable, "-c", program, str(tmp_path / "cluster")]
    with subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True) as tests:
        assert tests.stdout is not None
        service = int(tests.stdout.readline())

        tests.send_signal(signal.SIGKILL)

    wait_for("the service ends", lambda: not _alive(service))


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _execute(dsn: str, statement: str) -> None:
    with psycopg.connect(dsn) as connection:
        connection.execute(statement.encode())


def _value(dsn: str, query: str) -> object:
    with psycopg.connect(dsn) as connection:
        row = connection.execute(query.encode()).fetchone()
    return row[0] if row else None
