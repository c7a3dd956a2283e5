"""A service stops while the pages are open: they say which one, keep what they show, and recover by themselves."""

import re
from collections.abc import Iterator, Mapping

import pytest

from tests.browser.observed import ObservedConsole, Panels, observed_console
from tests.browser.running_console import ConsoleStores
from tests.harness.waiting import wait_for

PAGES = (
    "/queues/orders",
    "/orders",
    "/sources/source1",
    "/lookups",
    "/reports",
    "/errors",
    "/callbacks",
    "/mails",
    "/tokens",
    "/me",
    "/accounts",
    "/audit",
)
"""Those that read by themselves; the overview has tests of its own, and functions are deployed nowhere here."""

STALE: Mapping[str, tuple[str, frozenset[str]]] = {
    "Redis": ("Redis", frozenset({"/sources/source1"})),
    "MongoDB": ("MongoDB", frozenset({"/me", "/accounts", "/audit"})),
    "Postgres": (
        "database",
        frozenset({"/orders", "/lookups", "/reports", "/errors", "/callbacks", "/mails", "/tokens"}),
    ),
    "SQS": ("The queue is not reachable", frozenset({"/queues/orders"})),
}
"""How a panel calls a service that is away, and the pages that say so at least."""

IN_PART = "Not all of it can be read now"
"""What the panel of a lane says, whose figures come from several services."""


@pytest.fixture(scope="module")
def observed(console_stores: ConsoleStores, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ObservedConsole]:
    """The console with every page open, its panels shown."""
    with observed_console(console_stores, tmp_path_factory.mktemp("observed")) as observed:
        for path in PAGES:
            observed.open(path)
        wait_for("all panels are shown", lambda: not stale(observed.panels()))
        yield observed


def stale(panels: Panels) -> set[str]:
    """Return the pages of which a panel is not shown as it is now."""
    return {name.partition(":")[0] for name, panel in panels.items() if not _is_current(panel)}


@pytest.mark.parametrize("service", STALE)
def test_pages_say_what_is_away_keep_what_they_have_and_recover(observed: ObservedConsole, service: str) -> None:
    name, pages = STALE[service]
    before = observed.panels()
    observed.services[service].refuse()
    wait_for(f"{pages} say so", lambda: pages <= stale(observed.panels()), every_seconds=0.5)

    panels = observed.panels()
    assert {panel["text"] for panel in panels.values() if panel["state"] == "failed"} == set()
    silent = [panel["text"] for panel in panels.values() if not (_is_current(panel) or _says(panel["text"], name))]
    assert silent == []
    assert {each: panel["rows"] for each, panel in panels.items()} == {each: before[each]["rows"] for each in panels}

    observed.services[service].heal()
    wait_for("all panels are shown", lambda: not stale(observed.panels()), every_seconds=0.5)


def test_a_page_opened_during_an_outage_shows_what_it_is_for_once_it_can(observed: ObservedConsole) -> None:
    observed.services["SQS"].refuse()
    observed.open("/queues/payments")
    messages = "/queues/payments: Messages in the queue"
    wait_for("it says so", lambda: observed.panels()[messages]["state"] == "failed", every_seconds=0.5)

    observed.services["SQS"].heal()
    wait_for("it is shown", lambda: observed.panels()[messages]["state"] == "shown", every_seconds=0.5)


def _is_current(panel: Mapping[str, str]) -> bool:
    return panel["state"] == "shown" and IN_PART not in panel["text"]


def _says(text: str, name: str) -> bool:
    return re.search(f"(As of |{IN_PART}).*{name}", text) is not None
