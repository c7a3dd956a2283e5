"""The overview marks old figures as old when measuring stops or Redis is down."""

import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import redis as driver
from esteira.clock import utc_now
from playwright.sync_api import Page, expect

from tests.browser.running_console import RunningConsole
from tests.browser.visits import PATIENCE_MS, figure
from tests.services.redis import RedisServer
from tests.services.waiting import wait_for

CURRENT = "esteira:metrics:current"
CALLBACKS = "section.callbacks"
UNPROCESSED = "callbacks.unprocessed"
BACK_WITHIN_MS = 30_000
QUIET_FOR = timedelta(seconds=3)


@pytest.fixture
def interrupted(console_redis: RedisServer) -> Iterator[RedisServer]:
    """A stopped Redis; started again at the end, also when the test fails."""
    console_redis.child.stop()
    yield console_redis
    if not console_redis.answers():
        console_redis.start_again()


def test_figures_that_nobody_has_measured_for_long_turn_grey_and_say_their_age(
    page: Page, console: RunningConsole, console_redis: RedisServer
) -> None:
    _await_quiet(console_redis)
    before = figure(page, UNPROCESSED)

    def turned_grey() -> bool:
        # Repeated, since a measurement may happen in between.
        _leave_behind(console_redis, UNPROCESSED, measured_before=timedelta(seconds=100))
        return page.locator(CALLBACKS).get_attribute("data-fresh") == "no"

    wait_for("the figures turn grey", turned_grey, within_seconds=60, every_seconds=3)
    expect(page.locator(f"{CALLBACKS} .freshness")).to_have_text(re.compile(r"1\d\d s ago"))
    console.post_callback("somebody measures again")
    expect(page.locator(CALLBACKS)).to_have_attribute("data-fresh", "yes", timeout=PATIENCE_MS)
    expect(page.locator(f'[data-metric="{UNPROCESSED}"]')).to_have_text(str(int(before) + 1))


def test_a_lost_redis_is_said_and_the_figures_come_back_by_themselves(
    page: Page, console: RunningConsole, interrupted: RedisServer
) -> None:
    expect(page.locator(".feed.stalled")).to_be_visible(timeout=PATIENCE_MS)
    before = figure(page, UNPROCESSED)

    console.post_callback("while Redis was away")
    interrupted.start_again()

    expect(page.locator(".feed.live")).to_be_visible(timeout=BACK_WITHIN_MS)
    after = f"{int(before.replace(',', '')) + 1:,}"
    expect(page.locator(f'[data-metric="{UNPROCESSED}"]')).to_have_text(after, timeout=BACK_WITHIN_MS)


def _await_quiet(server: RedisServer) -> None:
    """Keeps the console idle: it measures by itself only while anything is in motion."""

    def is_quiet() -> bool:
        kept = json.loads(_kept(server, UNPROCESSED))
        return utc_now() - datetime.fromisoformat(kept["at"]) > QUIET_FOR

    wait_for("nothing is measured any more", is_quiet, within_seconds=30)


def _leave_behind(server: RedisServer, metric: str, *, measured_before: timedelta) -> None:
    """Leaves the state of a monitor whose last measurement is long ago."""
    kept = json.loads(_kept(server, metric))
    old = {"value": kept["value"] + 1, "at": (utc_now() - measured_before).isoformat()}
    with driver.Redis(port=server.port) as client:
        client.hset(CURRENT, metric, json.dumps(kept | old))


def _kept(server: RedisServer, metric: str) -> str:
    with driver.Redis(port=server.port, decode_responses=True) as client:
        return str(client.hget(CURRENT, metric))
