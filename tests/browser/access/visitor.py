"""A visitor of the console without services."""

import re
from dataclasses import dataclass

from playwright.sync_api import BrowserContext, Page, expect

from console.frame.preferences import RANGE_COOKIE, TimeRange
from tests.browser.access.state_console import TOKEN
from tests.browser.access.states import STATES

TIMEOUT_MS = 60_000


@dataclass(frozen=True)
class Visitor:
    """A browser context, and the pages that it opens."""

    context: BrowserContext

    def open(self, path: str) -> Page:
        """Open an address in a new page."""
        page = self.context.new_page()
        page.set_default_timeout(TIMEOUT_MS)
        page.goto(path)
        return page

    def overview(self, state: str) -> Page:
        """Sign in, and open the overview in this state, once it receives updates."""
        self.sign_in()
        self.set_state(state)
        page = self.open("/")
        expect(page.locator(f".feed.{STATES[state].feed}")).to_be_visible(timeout=TIMEOUT_MS)
        page.wait_for_function("document.querySelectorAll('.chart canvas').length === 2 && window.socket?.connected")
        return page

    def set_state(self, state: str) -> None:
        """Set the state of the console; open pages follow it."""
        assert self.context.request.post(f"/state/{state}").ok

    def overview_without_scripts(self) -> Page:
        """Open the overview as a browser without scripts shows it, in a page in which axe can run."""
        self.sign_in()
        document = self.context.request.get("/").text()
        page = self.open("/health")
        page.set_content(re.sub(r"<script.*?</script>|</?noscript>", "", document, flags=re.DOTALL))
        return page

    def look_back_over_all_time(self) -> None:
        """Choose the time range, so that lists have what happened at the fixed times of tests."""
        (session,) = self.context.cookies()
        site = session["domain"]
        self.context.add_cookies([{"name": RANGE_COOKIE, "value": TimeRange.ALL, "domain": site, "path": "/"}])

    def sign_in(self, token: str = TOKEN) -> None:
        """Open a session."""
        assert self.context.request.post("/sign-in", form={"token": token}).ok
