"""Fixtures: the console without services, and a visitor with a language."""

import os
import sys
from collections.abc import Iterator
from functools import partial

import pytest
from playwright.sync_api import Browser

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


@pytest.fixture
def visitor(browser: Browser, state_console: str, locale: str) -> Iterator[Visitor]:
    """A browser that is not signed in: light, 1440 pixels wide, reduced motion."""
    context = browser.new_context(
        viewport={"width": 1440, "height": 900},
        color_scheme="light",
        locale=locale,
        reduced_motion="reduce",
        base_url=state_console,
    )
    yield Visitor(context)
    context.close()
