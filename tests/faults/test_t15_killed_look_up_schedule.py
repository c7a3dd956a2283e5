"""T15: kill -9 of the schedule of look-ups between its effects: no time of a look-up is lost, and none has two tasks.

`KILLS` is the number of kills for each failpoint, `LOOKUPS` the number of look-ups that are due.
"""

import json
import os
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import psycopg
import pytest
from cryptography.fernet import Fernet
from esteira.core.clock import utc_now
from esteira.core.errors import TargetUnavailable
from esteira.core.postgres.database import Database
from esteira.lookups.lookup import Misfire
from esteira.lookups.postgres.lookup_store import PostgresLookupStore
from pydantic import SecretStr

from tests.faults.figures import log_figures
from tests.fixtures.lookups import EVERY_FIVE_MINUTES, lookup
from tests.harness.environment import aws_variables
from tests.harness.forked import run, start
from tests.harness.look_up_schedule import hand_over
from tests.harness.queues import make_lane, messages_in, sqs_client

KILLS = int(os.environ.get("KILLS") or 2)
LOOKUPS = int(os.environ.get("LOOKUPS") or 10)
FAILPOINTS = ("lookups.before_commit", "lookups.after_insert", "lookups.after_ring")
MISSED = 5


def keep_due_look_ups(database: Database) -> None:
    """Half of them once, half with five times that were missed."""
    now = utc_now()
    once = lookup(next_due_at=now - timedelta(seconds=5))
    often = replace(once, recurrence=EVERY_FIVE_MINUTES, misfire=Misfire.RUN_ALL)
    begin = now.replace(minute=now.minute // 5 * 5, second=0, microsecond=0) - (MISSED - 1) * timedelta(minutes=5)
    often = replace(often, next_due_at=begin)
    PostgresLookupStore(database).add(
        replace(often if number % 2 else once, id=lookup().id) for number in range(LOOKUPS)
    )


@pytest.mark.parametrize("failpoint", FAILPOINTS)
def test_a_schedule_killed_between_two_effects_loses_and_doubles_nothing(
    target_dsn: str, sqs_endpoint: str, failpoint: str
) -> None:
    sqs = sqs_client(sqs_endpoint)
    lane = make_lane(sqs)
    variables = {
        **aws_variables(sqs_endpoint),
        "ESTEIRA_TARGET_DSN": target_dsn,
        "ESTEIRA_LOOKUPS_QUEUE_URL": lane.queue_url,
        "ESTEIRA_SECRETS_KEY": Fernet.generate_key().decode(),
    }
    with closing(Database(SecretStr(target_dsn), unavailable=TargetUnavailable)) as database:
        keep_due_look_ups(database)
    for _ in range(KILLS):
        killed = start(hand_over, {**variables, "ESTEIRA_FAILPOINT": f"{failpoint}:kill"})
        killed.join(timeout=60)
        assert killed.exitcode == -9

    run(hand_over, variables)

    sent = [json.loads(message["Body"])["message_id"] for message in messages_in(sqs, lane.queue_url)]
    with psycopg.connect(target_dsn) as connection:
        tasks = connection.execute("SELECT doorbell, lookup_id, due_at FROM lookup_tasks").fetchall()
    log_figures(lookups=LOOKUPS, tasks=len(tasks), kills=KILLS, sent_again=len(sent) - len(tasks))
    assert set(sent) == {str(doorbell) for doorbell, _, _ in tasks}
    assert LOOKUPS // 2 * (1 + MISSED) <= len(tasks) <= LOOKUPS // 2 * (2 + MISSED)
    assert len({(of, due_at) for _, of, due_at in tasks}) == len(tasks)
