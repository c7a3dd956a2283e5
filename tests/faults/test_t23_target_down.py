"""T23: the target is killed and restarted during processing: no order uses up its receives."""

import os
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

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
def mortal(own_postgres: Postgres, localstack: str, own_mongo_url: str, tmp_path: Path) -> Iterator[Consumption]:
    """A lane whose target may be killed."""
    dsn = own_postgres.migrated("target")
    made = Consumption(Services(sqs_endpoint=localstack, target_dsn=dsn, mongo_url=own_mongo_url), tmp_path)
    yield made
    made.close()


def test_a_target_that_goes_and_comes_back_costs_no_order_its_life(mortal: Consumption, own_postgres: Postgres) -> None:
    messages, chance = orders_with_poison(), Random(SEED)

    with mortal.draining(mortal.consumer()):
        for outage in range(OUTAGES):
            mortal.send(messages[outage::OUTAGES])
            lose_for_a_while(own_postgres, mortal, chance)
        mortal.await_rest()

    ends = mortal.ends()
    assert check(mortal.journal, ends) == FLAWLESS
    assert ends.arrived == mortal.journal.good
    assert sorted(mortal.dead()) == sorted(mortal.journal.poison)


def lose_for_a_while(postgres: Postgres, consumption: Consumption, chance: Random) -> None:
    """Kills the server during processing, and restarts it once the consumer has noticed."""
    progress = consumption.attempts.count_documents({}) + chance.randrange(200)
    wait_for("progress", lambda: consumption.attempts.count_documents({}) >= progress, within_seconds=30)
    postgres.child.kill()
    met = {"error.kind": "unavailable"}
    before = consumption.attempts.count_documents(met)
    wait_for("failed attempts", lambda: consumption.attempts.count_documents(met) > before, within_seconds=30)
    postgres.child.restart()
    postgres.child.await_ready(postgres.answers)
