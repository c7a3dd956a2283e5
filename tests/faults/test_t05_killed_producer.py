"""T5: kill -9 of the producer at each of its failpoints and at random times, while orders are written.

`KILLS` is the number of kills for each failpoint; 4 times as many happen at random. 5 in the full test.
"""

import os
from random import Random

import pytest

from tests.faults.figures import log_figures
from tests.harness.checker import FLAWLESS, check
from tests.harness.forked import start
from tests.harness.load import SEED, Load, start_writing
from tests.harness.publication import PAGE_ROWS, Publication
from tests.harness.publisher import publish_until_killed

KILLS = int(os.environ.get("KILLS") or 3)
FAILPOINTS = ("prod.after_read", "prod.after_send_before_cursor", "prod.after_cursor_before_ckpt", "prod.after_ckpt")


@pytest.mark.parametrize("failpoint", FAILPOINTS)
def test_a_producer_killed_between_two_effects_loses_nothing(
    publication: Publication, load: Load, failpoint: str
) -> None:
    writing = start_writing(load, publication.sources)
    for _ in range(KILLS):
        publisher = start(publish_until_killed, {**publication.environment, "ESTEIRA_FAILPOINT": f"{failpoint}:kill"})
        publisher.join(timeout=30)
        assert publisher.exitcode == -9
    journal = writing.wait()
    publication.publish_remaining()

    log_figures(orders=load.orders, kills=KILLS, resent_rows=publication.resent_rows)
    assert check(journal, publication.ends()) == FLAWLESS
    assert publication.resent_rows <= PAGE_ROWS * len(publication.sources) * KILLS


def test_a_producer_killed_at_any_time_loses_nothing(publication: Publication, load: Load) -> None:
    kills, rng, writing = 4 * KILLS, Random(SEED), start_writing(load, publication.sources)
    for number in range(kills):
        kill_at(publication, messages=int((number + rng.random()) * load.orders / kills))
    journal = writing.wait()
    publication.publish_remaining()

    log_figures(orders=load.orders, kills=kills, resent_rows=publication.resent_rows)
    assert check(journal, publication.ends()) == FLAWLESS
    assert publication.resent_rows <= PAGE_ROWS * len(publication.sources) * kills


def kill_at(publication: Publication, *, messages: int) -> None:
    """Start a producer, and kill it after this number of messages, in the middle of a page."""
    publisher = start(publish_until_killed, publication.environment)
    publication.wait_until_sent(messages, every_seconds=0.002)
    publisher.kill()
    publisher.join()
