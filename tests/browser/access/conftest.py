"""Fixtures: the console without services, and a visitor with a language."""

import os
import sys
from collections.abc import Callable, Iterator
from functools import cache, partial

import pytest
from playwright.sync_api import Browser, BrowserContext

from infra.local.home import REPOSITORY
from tests.browser.access.visitor import Visitor
from tests.harness.child import Child
from tests.harness.ports import free_port, listening


@pytest.fixture(scope="session")
def state_console(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a console whose state the tests set."""
    port = free_port()
    child = Child(
        "state-console",
        (sys.executable, "-m", "tests.browser.access.state_console", str(port)),
        folder=tmp_path_factory.mktemp("state-console"),
        environment={**os.environ, "PYTHONPATH": str(REPOSITORY)},
    )
    try:
        child.await_ready(partial(listening, port))
        yield f"http://127.0.0.1:{port}"
    finally:
        child.stop()


@pytest.fixture
def locale() -> str:
    """The language of the browser. Tests replace it by a parameter."""
    return "en-GB"


@pytest.fixture(scope="package")
def context_in(browser: Browser, state_console: str) -> Callable[[str], BrowserContext]:
    """Return the browser context in a language. It is kept, so that scripts come from its cache."""

    @cache
    def context(locale: str) -> BrowserContext:
        return browser.new_context(
            viewport={"width": 1440, "height": 900},
            color_scheme="light",
            locale=locale,
            reduced_motion="reduce",
            base_url=state_console,
        )

    return context


@pytest.fixture
def visitor(context_in: Callable[[str], BrowserContext], locale: str) -> Iterator[Visitor]:
    """A browser that is not signed in: light, 1440 pixels wide, reduced motion."""
    context = context_in(locale)
    yield Visitor(context)
    for page in context.pages:
        page.close()
    context.clear_cookies()
