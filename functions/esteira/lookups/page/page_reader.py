"""The port `PageReader`: asks a child process, which is started at the first page and again after its end."""

import sys
from base64 import b64encode
from collections.abc import Sequence
from threading import Lock
from typing import Any

from esteira.core.log import logger
from esteira.core.subprocess.child import Child, ChildDied, needed_variables
from esteira.lookups.shapes.page_fields import PageField
from esteira.lookups.shapes.unreadable import UnreadableAnswer

COMMAND = (sys.executable, "-m", "esteira.lookups.page.page_child")
START_SECONDS = 15.0
SECONDS_EACH = 8.0


class ChildPageReader:
    """One child process for all pages. It gets none of the environment's secrets."""

    def __init__(self, command: Sequence[str] = COMMAND, *, seconds_each: float = SECONDS_EACH) -> None:
        self._command = command
        self._seconds_each = seconds_each
        self._child: Child | None = None
        self._one_at_a_time = Lock()

    def fields(self, body: bytes, encoding: str) -> Sequence[PageField]:
        """See `PageReader.fields`."""
        with self._one_at_a_time:
            reply = self._ask({"body": b64encode(body).decode(), "encoding": encoding})
        if fault := reply.get("fault"):
            raise UnreadableAnswer(f"the page cannot be parsed ({fault})")
        return [(label, text) for label, text in reply["fields"]]

    def close(self) -> None:
        """End the child process."""
        child, self._child = self._child, None
        if child:
            child.close()

    def _ask(self, request: dict[str, Any]) -> dict[str, Any]:
        try:
            child = self._child or Child(self._command, needed_variables(), start_seconds=START_SECONDS)
            self._child = child
            return child.request(request, self._seconds_each)
        except ChildDied as death:
            self._child = None
            logger.warning("page ended its parser", action="read_page", error=str(death))
            raise UnreadableAnswer("the page ended its parser") from death
