"""A service stops while the pages are open: they say which one, keep what they show, and recover by themselves."""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import pytest

from tests.browser.observed import ObservedConsole, Panels, observed_console
from tests.browser.running_console import ConsoleStores
from tests.fixtures.page_addresses import PATHS, is_of_one_thing
from tests.harness.chaosproxy import ChaosProxy
from tests.harness.waiting import wait_for

DEPLOYED = ("/functions", "/schedules", "/cost")
"""Pages of what is deployed or metered, and neither is here; the overview has tests of its own."""

ALONE = (path for path in PATHS if path not in {"/", *DEPLOYED} and not is_of_one_thing(path))
PAGES = (*ALONE, "/queues/orders", "/sources/source1")
"""Those of the directory, and two of one thing."""

STALE: Mapping[str, tuple[str, frozenset[str]]] = {
    "Redis": ("Redis", frozenset({"/sources/source1", "/workers"})),
    "MongoDB": ("MongoDB", frozenset({"/me", "/accounts", "/audit"})),
    "Postgres": (
        "database",
        frozenset(
            {
                "/dead-letters",
                "/dead-letters/redrives",
                "/orders",
                "/lookups",
                "/lookups/calendar",
                "/reports",
                "/errors",
                "/callbacks",
                "/mails",
                "/tokens",
            }
        ),
    ),
    "SQS": ("The queue is not reachable", frozenset({"/queues", "/queues/orders"})),
}
"""How a panel calls a service that is away, and the pages that say so at least."""

READ_NOTHING = {"/orders/file", "/lookups/new", "/sources"}
"""Pages that show nothing by themselves, or only what each source says of itself."""

MOVES = ("age", "backlog", "oldest", "stale", "heard", "cpu", "memory", "rate")
"""Cells that change from second to second, or say that the others do not."""

IN_PART = "Not all of it can be read now"
"""What the panel of a lane says, whose figures come from several services."""


@pytest.fixture(scope="module")
def observed(console_stores: ConsoleStores, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ObservedConsole]:
    """The console with every page open, its panels shown."""
    with observed_console(console_stores, tmp_path_factory.mktemp("observed")) as observed:
        for path in PAGES:
            observed.open(path)
        wait_for("all panels are shown", lambda: not stale(observed.panels()))
        wait_for("the workers are counted", lambda: workers(observed.panels()["/queues: Queues"]) == {0})
        yield observed


@contextmanager
def away(service: ChaosProxy) -> Iterator[None]:
    """Refuse connections to a service during the block."""
    service.refuse()
    try:
        yield
    finally:
        service.heal()


def stale(panels: Panels) -> set[str]:
    """Return the pages of which a panel is not shown as it is now."""
    return {name.partition(":")[0] for name, panel in panels.items() if not _is_current(panel)}


def workers(panel: Mapping[str, str]) -> set[object]:
    """Return the numbers of workers of the lanes; None is one that no metric has told yet."""
    return {row["workers"] for row in json.loads(panel["rows"])}


def rows(panel: Mapping[str, str]) -> list[dict[str, object]]:
    """Return the rows of a panel without what moves; a source says of itself what cannot be read."""
    if panel["title"] == "Sources":
        return []
    return [{name: cell for name, cell in row.items() if name not in MOVES} for row in json.loads(panel["rows"])]


def test_each_page_of_the_directory_is_watched() -> None:
    watched = frozenset().union(*(pages for _, pages in STALE.values()))

    assert set(PAGES) - watched == READ_NOTHING


@pytest.mark.parametrize("service", STALE)
def test_pages_say_what_is_away_keep_what_they_have_and_recover(observed: ObservedConsole, service: str) -> None:
    name, pages = STALE[service]
    before = observed.panels()
    with away(observed.services[service]):
        wait_for(f"{pages} say so", lambda: pages <= stale(observed.panels()), every_seconds=0.5)

        panels = observed.panels()
        assert {panel["text"] for panel in panels.values() if panel["state"] == "failed"} == set()
        silent = [panel["text"] for panel in panels.values() if not (_is_current(panel) or _says(panel["text"], name))]
        assert silent == []
        assert {each: rows(panel) for each, panel in panels.items()} == {each: rows(before[each]) for each in panels}

    wait_for("all panels are shown", lambda: not stale(observed.panels()), every_seconds=0.5)


def test_a_page_opened_during_an_outage_shows_what_it_is_for_once_it_can(observed: ObservedConsole) -> None:
    messages = "/queues/payments: Messages in the queue"
    with away(observed.services["SQS"]):
        observed.open("/queues/payments")
        wait_for("it says so", lambda: observed.panels()[messages]["state"] == "failed", every_seconds=0.5)

    wait_for("it is shown", lambda: observed.panels()[messages]["state"] == "shown", every_seconds=0.5)


def _is_current(panel: Mapping[str, str]) -> bool:
    return panel["state"] == "shown" and IN_PART not in panel["text"]


def _says(text: str, name: str) -> bool:
    return re.search(f"(As of |{IN_PART}).*{name}", text) is not None
