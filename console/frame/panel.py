"""A section of a page that loads what it shows, and says so: loading, empty, shown, stale, or failed with a way out."""

import asyncio
from collections.abc import Callable
from typing import Generic, TypeVar

from esteira.core.errors import EsteiraError
from esteira.core.log import logger

from console.elements.controls import Button
from console.elements.text import HtmlElement, Text
from console.frame.visit import Visit

T = TypeVar("T")
PATIENCE_SECONDS = 0.4
"""A page waits so long for a panel's first answer; then it is sent with the panel loading, so that it shows early."""

RETRY_SECONDS = 5.0
"""A panel that failed is read again so often, also where nothing else refreshes it."""


class Panel(HtmlElement, Generic[T]):
    """Build its content inside `panel.content`; `refresh` reads with `question` and hands the answer to `show`.

    An answer that cannot be had leaves what is there, greyed, with its time and the reason; at first only the reason.
    `question` runs outside of the event loop. `title`: the heading, by which the section is named.
    """

    def __init__(
        self, visit: Visit, title: str, *, question: Callable[[], T], show: Callable[[T], None], role: str = ""
    ) -> None:
        super().__init__("section", f"card panel {role}")
        self._visit, self._question, self._show = visit, question, show
        self.answer: T | None = None
        """What is shown."""
        self._shown = ""
        self._retrying = False
        self.with_attributes(data_state="loading", aria_label=title)
        words = visit.frame_words
        with self:
            with HtmlElement("div", "panel-head"):
                Text(title, tag="h2")
                self.tools = HtmlElement("div", "tools")
            Text(words.loading, tag="p", role="loading")
            with HtmlElement("div", "failure").with_attributes(role="status"):
                self._reason = Text(tag="p")
                Button(words.retry, self.refresh)
            self.content = HtmlElement("div", "content")

    async def refresh(self) -> None:
        """Read and show. What may be away is shown as such; anything else is raised."""
        if self._visit.client.has_socket_connection:
            await self._load()
        else:
            await self._begin()

    async def _begin(self) -> None:
        loading = self._visit.follow(self._load(), name="panel")
        await asyncio.wait({loading}, timeout=PATIENCE_SECONDS)
        if loading.done():
            loading.result()

    async def _load(self) -> None:
        try:
            answer = await self._visit.read(self._question)
        except EsteiraError as error:
            logger.warning("panel not refreshed", action="panel", error=str(error))
            self._fail(self._visit.words.reason(error.public_message))
            if not self._retrying:
                self._visit.follow(self._retry(), name="retry")
            return
        self.answer = answer
        with self.content:
            self._show(answer)
        self._shown = f"{self._visit.clock():%H:%M:%S} UTC"
        self._set("shown", "")

    async def _retry(self) -> None:
        self._retrying = True
        try:
            while self.props["data-state"] != "shown" and not self.is_deleted:
                await asyncio.sleep(RETRY_SECONDS)
                if self._visit.client.has_socket_connection:
                    await self._load()
        finally:
            self._retrying = False

    def _fail(self, reason: str) -> None:
        words = self._visit.frame_words
        if self._shown:
            self._set("stale", f"{words.as_of.format(self._shown)} · {reason}")
        else:
            self._set("failed", f"{words.failed} {reason}")

    def _set(self, state: str, reason: str) -> None:
        self._reason.set_text(reason)
        self.props["data-state"] = state
        self.update()
