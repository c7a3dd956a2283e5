"""Fixtures: a browser, and a running console."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.planned_workers import planned_workers
from tests.browser.running_console import ConsoleStores, RunningConsole, running_console
from tests.browser.visits import sign_in
from tests.harness.chromium import chromium, chromium_arguments
from tests.harness.postgres import Postgres
from tests.harness.queues import make_lane, sqs_client
from tests.harness.redis import RedisServer, running_redis

SHOWN_WITHIN_MS = 120_000
"""No promise of the console: it only ends a test that hangs, also on a machine several times slower than ours."""


@pytest.fixture(scope="session")
def console_redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    """A Redis that only the console uses, so that tests can stop it."""
    with running_redis(tmp_path_factory.mktemp("browser") / "redis") as server:
        yield server


@pytest.fixture(scope="session")
def console_stores(postgres: Postgres, mongo_url: str, sqs_endpoint: str, console_redis: RedisServer) -> ConsoleStores:
    """Databases and queues that only these tests use."""
    sqs = sqs_client(sqs_endpoint)
    return ConsoleStores(
        source_dsn=postgres.migrated("source"),
        target_dsn=postgres.migrated("target"),
        redis_url=console_redis.url,
        mongo_url=mongo_url,
        sqs_endpoint=sqs_endpoint,
        orders=make_lane(sqs),
        payments=make_lane(sqs),
        lookups=make_lane(sqs),
    )


@pytest.fixture(scope="session")
def console(console_stores: ConsoleStores, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningConsole]:
    """The running console on these stores."""
    with running_console(console_stores, tmp_path_factory.mktemp("console")) as console:
        yield console


@pytest.fixture
def workers_with_a_plan(console_redis: RedisServer) -> Iterator[None]:
    """A plan and workers; see `planned_workers`."""
    with planned_workers(console_redis.url):
        yield


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """The system's Chromium. If it is missing, the tests are skipped, or fail if CI is set.

    Closed after the last test of this suite: while it is open, an event loop runs in the main thread, so tests of
    another suite that this process runs later could not run their own.
    """
    executable = chromium()
    if executable is None:
        if os.environ.get("CI"):
            pytest.fail("Chromium not found: install it, or set CHROMIUM to its path")
        pytest.skip("Chromium not found")
    expect.set_options(timeout=SHOWN_WITHIN_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=chromium_arguments())
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A new browser context: 1440 pixels wide, light theme, English."""
    context = browser.new_context(
        viewport={"width": 1440, "height": 900}, color_scheme="light", locale="en-GB", reduced_motion="reduce"
    )
    context.set_default_timeout(SHOWN_WITHIN_MS)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, console: RunningConsole) -> Page:
    """The overview after sign-in, receiving updates."""
    page = context.new_page()
    sign_in(page, console)
    return page
