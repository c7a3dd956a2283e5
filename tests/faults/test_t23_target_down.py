"""T23: the target is killed and restarted during processing: no order uses up its receives."""

import os
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from esteira.core.messages import OrderMessage

from tests.faults.orders import orders_with_poison
from tests.harness.checker import FLAWLESS, check
from tests.harness.consumption import Consumption, Services
from tests.harness.load import SEED
from tests.harness.postgres import Postgres, running_postgres
from tests.harness.waiting import wait_for

OUTAGES = int(os.environ.get("OUTAGES") or 3)


@pytest.fixture
def own_postgres(tmp_path: Path) -> Iterator[Postgres]:
    with running_postgres(tmp_path / "postgres") as server:
        yield server


@pytest.fixture
def own_consumption(
    own_postgres: Postgres, localstack: str, own_mongo_url: str, tmp_path: Path
) -> Iterator[Consumption]:
    """A lane with a separate target, which the test kills."""
    dsn = own_postgres.migrated("target")
    made = Consumption(Services(sqs_endpoint=localstack, target_dsn=dsn, mongo_url=own_mongo_url), tmp_path)
    yield made
    made.close()


def test_a_restarted_target_makes_no_good_order_a_dead_letter(
    own_consumption: Consumption, own_postgres: Postgres
) -> None:
    messages, rng = orders_with_poison(), Random(SEED)

    with own_consumption.draining(own_consumption.consumer()):
        for outage in range(OUTAGES):
            interrupt_target(own_postgres, own_consumption, messages[outage::OUTAGES], rng)
        own_consumption.await_rest()

    ends = own_consumption.ends()
    assert check(own_consumption.journal, ends) == FLAWLESS
    assert ends.arrived == own_consumption.journal.good
    assert sorted(own_consumption.dead()) == sorted(own_consumption.journal.poison)


def interrupt_target(postgres: Postgres, consumption: Consumption, part: list[OrderMessage], rng: Random) -> None:
    """Kill the server while these orders are processed, and restart it after the first failed attempt."""
    half = len(part) // 2
    progress = consumption.attempts.count_documents({}) + rng.randrange(half)
    unavailable = {"error.kind": "unavailable"}
    before = consumption.attempts.count_documents(unavailable)
    consumption.send(part[:half])
    wait_for("progress", lambda: consumption.attempts.count_documents({}) >= progress)
    postgres.child.kill()
    # Sent now, so that some fail even where the others were processed already.
    consumption.send(part[half:])
    wait_for("failed attempts", lambda: consumption.attempts.count_documents(unavailable) > before)
    postgres.child.restart()
    postgres.child.await_ready(postgres.is_ready)
