"""T9: Redis loses everything, restarts with an old state, and loses everything together with the checkpoints."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import psycopg
import pytest
import redis as driver
from esteira.producer.publish_all import NotPublished

from tests.faults.figures import log_figures
from tests.harness.checker import FLAWLESS, check
from tests.harness.load import SEED, Load, start_writing, write
from tests.harness.publication import PAGE_ROWS, Publication
from tests.harness.redis import RedisServer, Trouble
from tests.harness.waiting import wait_for

WIPES = 10
REFUSALS = 3


def test_redis_emptied_at_any_time_costs_a_page_and_no_order(
    publication: Publication, load: Load, own_redis: RedisServer
) -> None:
    rng, writing = Random(SEED), start_writing(load, publication.sources)
    with publication.publishing():
        for number in range(WIPES):
            publication.wait_until_sent((number + rng.random()) * load.orders / WIPES * 0.9)
            own_redis.flush()
        journal = writing.wait()
    publication.publish_remaining()

    log_figures(orders=load.orders, wipes=WIPES, resent_rows=publication.resent_rows)
    assert check(journal, publication.ends()) == FLAWLESS
    assert publication.resent_rows <= PAGE_ROWS * len(publication.sources) * WIPES


@pytest.mark.parametrize("trouble", ["read-only", "full"])
def test_a_redis_that_refuses_writes_costs_no_order_and_no_cursor(
    publication: Publication, load: Load, own_redis: RedisServer, trouble: Trouble
) -> None:
    writing = start_writing(load, publication.sources)
    with publication.publishing():
        for number in range(1, REFUSALS + 1):
            publication.wait_until_sent(number * load.orders / REFUSALS / 2)
            with own_redis.troubled(trouble):
                wait_for("a publication is refused", lambda: trouble_of(publication))
        journal = writing.wait()
    publication.publish_remaining()

    log_figures(orders=load.orders, resent_rows=publication.resent_rows)
    assert check(journal, publication.ends()) == FLAWLESS
    assert publication.resent_rows <= PAGE_ROWS * len(publication.sources) * REFUSALS


def trouble_of(publication: Publication) -> bool:
    """Return whether every source is refused because of Redis."""
    return all(isinstance(result, NotPublished) for result in publication.publish())


def test_redis_with_an_old_state_costs_a_page_and_no_order(
    publication: Publication, load: Load, own_redis: RedisServer, tmp_path: Path
) -> None:
    journal = write(load, publication.sources)
    with publication.publishing():
        publication.wait_until_sent(load.orders / 10)
        with old_state_of(own_redis, tmp_path / "old"):
            publication.wait_until_sent(load.orders / 2)
    publication.publish_remaining()

    log_figures(orders=load.orders, resent_rows=publication.resent_rows)
    assert check(journal, publication.ends()) == FLAWLESS
    assert publication.resent_rows <= PAGE_ROWS * len(publication.sources)


def test_losing_redis_and_checkpoints_replays_everything_and_duplicates_nothing(
    publication: Publication, load: Load, own_redis: RedisServer
) -> None:
    journal = write(load, publication.sources)
    publication.publish_remaining()
    own_redis.flush()
    with psycopg.connect(publication.target_dsn) as connection:
        connection.execute("DELETE FROM producer_checkpoint")

    publication.publish_remaining()

    assert publication.resent_rows == load.orders
    assert check(journal, publication.ends()) == FLAWLESS


@contextmanager
def old_state_of(server: RedisServer, copy: Path) -> Iterator[None]:
    """Restores Redis after the block to its state before it, as from an old backup."""
    with driver.Redis(port=server.port) as client:
        folder = Path(str(client.config_get("dir")["dir"]))
        client.config_set("appendfsync", "always")
    shutil.copytree(folder, copy)
    yield
    server.child.kill()
    shutil.rmtree(folder)
    shutil.copytree(copy, folder)
    server.start_again()
