"""Does by hand everything on a page that its server listens to: fills fields, chooses rows, presses every button.

It knows no page: what there is to press, it learns from what the server has registered, again after each press, so
that dialogs are filled and confirmed too.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import httpx
from esteira.core.messages import encode
from esteira.workbench.export_letters import line_of

from tests.fixtures.dead_letters import filed
from tests.fixtures.messages import order
from tests.integration.console.page_socket import PageSocket

Listener = dict[str, Any]
TYPED = re.compile(r"^Type (\S+) to confirm")
EXAMPLES = {"email": "by-hand@example.com", "date": "2026-12-01", "datetime-local": "2026-12-01T12:00", "time": "12:00"}
MENDED = encode(order(2, product="mended"))
GONE = line_of(filed(order(9), sqs_message_id="gone"))
BY_LABEL = {
    "CNPJ": "12ABC34501DE35",
    "Provider": "acmepay",
    "Name": "by-hand",
    "Body": MENDED,
    "Exported file": GONE,
}
OF_FIELDS = {"input", "change", "select"}
MOST_PRESSES = 200
"""A page with more has buttons that make buttons."""


@dataclass(kw_only=True)
class Hands:
    """A page that is open. `unheard`: the buttons refused to the visitor of which the audit log learned nothing."""

    session: httpx.Client
    socket: PageSocket
    unheard: list[str] = field(default_factory=list)
    _done: set[str] = field(default_factory=set)

    def observe(self) -> dict[str, Any]:
        """Return what the page has registered, once no use case runs."""
        found: dict[str, Any] = self.session.get(f"/observed/{self.socket.page}").raise_for_status().json()
        return found

    def do_everything(self) -> None:
        """Do it all, newest first, until there is nothing new."""
        presses = 0
        while button := self._next_button():
            self._press(button)
            presses += 1
            assert presses < MOST_PRESSES, button
        # Last, because they close dialogs.
        for each in self._new():
            self._send(each)

    def _next_button(self) -> Listener | None:
        """Fill what is new, and return the newest button not pressed: in a dialog, the one that goes on."""
        new = self._new()
        for each in new:
            if each["type"] in OF_FIELDS:
                self._send(each)
        return max(filter(_is_button, new), key=lambda each: int(each["element"]), default=None)

    def _new(self) -> list[Listener]:
        return [each for each in self.observe()["listeners"] if each["listener"] not in self._done]

    def _press(self, button: Listener) -> None:
        before = self._attempts()
        self._send(button)
        opened = self._next_button()
        while opened and opened["element"] > button["element"]:
            self._press(opened)
            opened = self._next_button()
        if button["refused"] and self._attempts() == before:
            self.unheard.append(button["text"])

    def _send(self, listener: Listener) -> None:
        self._done.add(listener["listener"])
        for argument in _arguments(listener):
            self.socket.emit(listener["element"], listener["listener"], argument)

    def _attempts(self) -> int:
        return len(self.session.get("/audited").json())


def _is_button(listener: Listener) -> bool:
    return listener["type"] in {"click", "open", "more", "sort"}


def _arguments(listener: Listener) -> Iterable[Any]:
    """Return what a browser would send, one after the other."""
    if listener["type"] in {"select", "open"}:
        return [listener["rows"]] if listener["type"] == "select" else listener["rows"][:1]
    if listener["kind"] == "checkbox":
        return [True]
    if listener["type"] in OF_FIELDS:
        return [_filled(listener)]
    return [None]


def _filled(listener: Listener) -> str:
    if listener["values"]:
        return str(listener["values"][-1])
    typed = TYPED.match(listener["label"])
    by_label = next((value for label, value in BY_LABEL.items() if listener["label"].startswith(label)), "")
    example = EXAMPLES.get(listener["kind"], "60" if listener["numeric"] else "by hand")
    return typed[1] if typed else by_label or str(listener["value"] or listener["text"] or example)
