"""What the pages of a console have registered, for tests that press every button by hand.

`GET /observed/PAGE` answers once no use case runs any more, with `?at_once=yes` before: the listeners of each element
with what a visitor sees of it, the links, and the panels with their states, rows and facts.
"""

import asyncio
import json
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any, TypeVar

from anyio.to_thread import current_default_thread_limiter
from nicegui import app as nicegui_app
from nicegui.client import Client
from nicegui.element import Element

T = TypeVar("T")
TURNS = 25
"""Turns of the event loop after which a handler has asked for whatever it asks next."""


class CountingExecutor(ThreadPoolExecutor):
    """Runs the use cases that change something, and knows how many run."""

    running = 0

    def submit(self, call: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        """See `Executor.submit`; called by the event loop alone."""
        self.running += 1
        loop = asyncio.get_running_loop()
        future = super().submit(call, *args, **kwargs)
        # After the loop's own callback, so that whoever waits for the answer goes on before it counts as ended.
        ended = partial(loop.call_soon_threadsafe, self._ended)
        loop.call_soon(future.add_done_callback, lambda _: ended())
        return future

    def _ended(self) -> None:
        self.running -= 1


def observe_pages() -> None:
    """Add the route. The event loop's executor is replaced at its first request."""
    executor = CountingExecutor(max_workers=8)

    @nicegui_app.get("/observed/{page}")
    async def observed(page: str, *, at_once: bool = False) -> dict[str, Any]:
        asyncio.get_running_loop().set_default_executor(executor)
        if not at_once:
            await _quiet(executor)
        elements = list(Client.instances[page].elements.values())
        return {
            "listeners": [found for element in elements if _is_heard(element) for found in _listeners(element)],
            "links": sorted({link for element in elements for link in _links(element)}),
            "panels": [_panel(element) for element in elements if element.props.get("data-state") and element.visible],
            "metrics": {name: text_of(each) for each in elements if (name := each.props.get("data-metric"))},
        }


async def _quiet(executor: CountingExecutor) -> None:
    still = 0
    while still < TURNS:
        await asyncio.sleep(0)
        reads = current_default_thread_limiter().borrowed_tokens
        still = 0 if executor.running or reads else still + 1


def _listeners(element: Element) -> list[dict[str, Any]]:
    seen = {
        "element": element.id,
        "tag": element.tag,
        "text": text_of(element),
        "kind": element.props.get("type", ""),
        "value": element.props.get("value", element.props.get("^value", "")),
        "refused": element.props.get("aria-disabled") == "true",
        "label": _label(element),
        "numeric": element.props.get("inputmode") in {"numeric", "decimal"} or element.props.get("type") == "number",
        "values": _values(element),
        "rows": [row["key"] for row in _rows(element)],
    }
    return [{**seen, "listener": each.id, "type": each.type} for each in element._event_listeners.values()]


def _is_heard(element: Element) -> bool:
    """Whether NiceGUI takes events of it: not while it is hidden."""
    return not element.is_ignoring_events


def text_of(element: Element) -> str:
    """Return the text of an element and of what is in it."""
    own = element._text or ""
    return " ".join(filter(None, [own, *(text_of(child) for child in element.default_slot.children)]))


def _label(element: Element) -> str:
    """Return the text of what surrounds a field directly: label and hint."""
    parent = element.parent_slot.parent if element.parent_slot else None
    return text_of(parent) if parent and element.tag in {"input", "textarea"} else ""


def _values(element: Element) -> list[str]:
    return [child.props["value"] for child in element.default_slot.children if child.tag == "option"]


def _rows(element: Element) -> list[dict[str, Any]]:
    rows = element.props.get("rows")
    return [row for row in json.loads(rows) if "key" in row] if isinstance(rows, str) and rows.startswith("[") else []


def _links(element: Element) -> list[str]:
    cells = [cell for row in _rows(element) for cell in row.values() if isinstance(cell, dict)]
    found = [element.props.get("href"), *(cell.get("href") for cell in cells)]
    return [link for link in found if isinstance(link, str) and link.startswith("/")]


def _panel(element: Element) -> dict[str, Any]:
    return {
        "title": element.props.get("aria-label", ""),
        "state": element.props["data-state"],
        "text": text_of(element),
        "rows": json.dumps([row for child in element.descendants() for row in _rows(child)]),
        "facts": [fact for child in element.descendants() if child.tag == "dl" for fact in _facts(child)],
        "numbers": [_number(child) for child in element.descendants() if _is_slider(child)],
        "ends": [child.props["until"] for child in element.descendants() if "until" in child.props],
    }


def _is_slider(element: Element) -> bool:
    return element.props.get("type") == "number" and {"aria-label", "^value"} <= element.props.keys()


def _number(element: Element) -> list[str]:
    """Return the name of a field and the number in it."""
    return [element.props["aria-label"], element.props["^value"]]


def _facts(element: Element) -> list[list[str]]:
    """Return names and values of a list of facts; a time as it is sent to the browser."""
    parts = element.default_slot.children
    return [[text_of(name), _value(value)] for name, value in zip(parts[::2], parts[1::2], strict=True)]


def _value(element: Element) -> str:
    times: list[str] = [child.props["at"] for child in element.descendants() if "at" in child.props]
    return times[0] if times else text_of(element)
