"""The overview when nothing is measured or Redis is down: stale values are marked."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import psycopg
import pytest
import redis as driver
from esteira.core.clock import utc_now
from playwright.sync_api import Page, expect

from tests.browser.running_console import ConsoleStores, RunningConsole
from tests.browser.visits import figure
from tests.harness.queues import sqs_client
from tests.harness.redis import RedisServer
from tests.harness.waiting import wait_for

CURRENT = "esteira:metrics:current"
CALLBACKS = "section.callbacks"
UNPROCESSED = "callbacks.unprocessed"
QUIET_FOR = timedelta(seconds=3)


@pytest.fixture
def interrupted(console_redis: RedisServer) -> Iterator[RedisServer]:
    """A stopped Redis. It is started again after the test, also after a failure."""
    console_redis.child.stop()
    yield console_redis
    if not console_redis.is_ready():
        console_redis.start_again()


def test_stale_figures_turn_grey_and_show_their_age(
    page: Page, console: RunningConsole, console_stores: ConsoleStores, console_redis: RedisServer
) -> None:
    # While messages wait, the console measures each time before it reads.
    sqs_client(console_stores.sqs_endpoint).purge_queue(QueueUrl=console_stores.payments.queue_url)
    _await_quiet(console_redis)
    before = figure(page, UNPROCESSED)

    def turned_grey() -> bool:
        # Repeated, because another process may measure in between.
        _store_old_value(console_redis, UNPROCESSED, measured_before=timedelta(seconds=100))
        return page.locator(CALLBACKS).get_attribute("data-fresh") == "no"

    wait_for("the figures turn grey", turned_grey, every_seconds=3)
    expect(page.locator(f"{CALLBACKS} .freshness")).to_have_text(re.compile(r"1\d\d s ago"))
    console.post_callback("starts a measurement")
    expect(page.locator(CALLBACKS)).to_have_attribute("data-fresh", "yes")
    expect(page.locator(f'[data-metric="{UNPROCESSED}"]')).to_have_text(str(int(before) + 1))


def test_an_unavailable_redis_is_shown_and_figures_are_updated_after_its_return(
    page: Page, console: RunningConsole, interrupted: RedisServer
) -> None:
    expect(page.locator(".feed.stalled")).to_be_visible()
    before = figure(page, UNPROCESSED)

    console.post_callback("while Redis was away")
    interrupted.start_again()

    expect(page.locator(".feed.live")).to_be_visible()
    after = f"{int(before.replace(',', '')) + 1:,}"
    expect(page.locator(f'[data-metric="{UNPROCESSED}"]')).to_have_text(after)


def test_a_source_that_cannot_be_read_keeps_its_row_and_says_so(
    page: Page, console: RunningConsole, console_stores: ConsoleStores
) -> None:
    readable, lag = (page.locator(f'[data-metric="source.source1.{figure}"]') for figure in ("readable", "lag"))
    with _without_its_table(console_stores.source_dsn):
        console.post_callback("while the source has no table")
        expect(readable).to_have_text("no")
        expect(readable).to_have_class(re.compile("warning"))
        expect(lag).to_have_text("–")
        expect(page.locator("[data-alert=unreadable]")).to_have_text("Source source1 cannot be read")

    console.post_callback("after the table came back")
    expect(readable).to_have_text("yes")


@contextmanager
def _without_its_table(dsn: str) -> Iterator[None]:
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("ALTER TABLE orders RENAME TO orders_elsewhere")
        try:
            yield
        finally:
            connection.execute("ALTER TABLE orders_elsewhere RENAME TO orders")


def _await_quiet(server: RedisServer) -> None:
    """Wait until the console stops measuring: it measures while values change, and then waits for announcements."""

    def is_quiet() -> bool:
        stored = json.loads(_stored(server, UNPROCESSED))
        return utc_now() - datetime.fromisoformat(stored["at"]) > QUIET_FOR

    wait_for("measuring has stopped", is_quiet)


def _store_old_value(server: RedisServer, metric: str, *, measured_before: timedelta) -> None:
    """Store a metric as if the monitor had measured another value at that time and not run since."""
    stored = json.loads(_stored(server, metric))
    old = {"value": stored["value"] + 1, "at": (utc_now() - measured_before).isoformat()}
    with driver.Redis(port=server.port) as client:
        client.hset(CURRENT, metric, json.dumps(stored | old))


def _stored(server: RedisServer, metric: str) -> str:
    with driver.Redis(port=server.port, decode_responses=True) as client:
        return str(client.hget(CURRENT, metric))
