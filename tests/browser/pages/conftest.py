"""Fixtures: visitors with a role, each with one context for all pages, and what the pages read from."""

from collections.abc import Callable, Iterator
from contextlib import closing
from functools import cache

import psycopg
import pytest
from esteira.core.errors import TargetUnavailable
from esteira.core.postgres.database import Database
from esteira.core.principal import Role
from esteira.lookups.postgres.lookup_store import PostgresLookupStore
from playwright.sync_api import Browser, BrowserContext, Page
from pydantic import SecretStr

from tests.browser.running_console import ConsoleStores, RunningConsole
from tests.harness.callers import admit

Open = Callable[..., Page]
"""Opens an address in a new page: `open_as(Role.VIEWER, "/tokens")`; `language="pt"` for Portuguese."""


@pytest.fixture(scope="package")
def context_as(
    browser: Browser, console: RunningConsole, console_stores: ConsoleStores
) -> Iterator[Callable[[Role, str], BrowserContext]]:
    """Return the signed-in browser context of a role in a language. It is kept."""
    contexts: list[BrowserContext] = []

    @cache
    def context(role: Role, locale: str) -> BrowserContext:
        token = f"the-token-of-the-{role}-of-the-pages"
        admit(console_stores.mongo_url, token, role=role, name=f"pages-{role}")
        made = browser.new_context(
            viewport={"width": 1440, "height": 900},
            locale=locale,
            reduced_motion="reduce",
            base_url=console.console_url,
        )
        made.set_default_timeout(60_000)
        assert made.request.post("/sign-in", form={"token": token}).ok
        contexts.append(made)
        return made

    yield context
    for made in contexts:
        made.close()


@pytest.fixture
def open_as(context_as: Callable[[Role, str], BrowserContext]) -> Iterator[Open]:
    """See `Open`. What was opened is closed after the test."""
    opened: list[Page] = []

    def open_page(role: Role, path: str, language: str = "en") -> Page:
        page = context_as(role, "pt-BR" if language == "pt" else "en-GB").new_page()
        opened.append(page)
        page.goto(path)
        page.wait_for_function("window.socket?.connected")
        return page

    yield open_page
    for page in opened:
        page.close()


@pytest.fixture
def console_lookups(console_stores: ConsoleStores) -> Iterator[PostgresLookupStore]:
    """The look-ups of the console: none at first."""
    dsn = console_stores.target_dsn
    with psycopg.connect(dsn) as connection:
        connection.execute("DELETE FROM lookups")
    with closing(Database(SecretStr(dsn), unavailable=TargetUnavailable)) as database:
        yield PostgresLookupStore(database)


@pytest.fixture
def target(console_stores: ConsoleStores) -> Iterator[psycopg.Connection]:
    """The target database, each statement for itself."""
    with closing(psycopg.connect(console_stores.target_dsn, autocommit=True)) as connection:
        yield connection
