"""How long the process keeps a page whose browser has no connection.

A page takes about a megabyte. While its browser is cut off it is kept for minutes, so that the browser goes on without
a reload, but only so many at a time. Pages that no browser has connected to (scripts, scanners) are limited in number,
and NiceGUI lets them go after a minute: a slow line may need half of that. Pages that were left: see `left_pages`.
"""

from collections.abc import Iterable

from nicegui import ui
from nicegui.client import Client

CUT_OFF_SECONDS = 300.0
"""How long a page waits for its browser to return."""

CROWDED_CUT_OFF_SECONDS = 10.0
"""The same while more than `MOST_WAITING` pages have no connection. A browser that returns later reloads."""

MOST_WAITING = 64
MOST_NEVER_CONNECTED = 32


class ConsolePage(ui.page):
    """A page that waits for its browser long where few pages wait, and briefly where many do."""

    def resolve_reconnect_timeout(self) -> float:
        """Return how long a page is kept that loses its connection now, in seconds."""
        return cut_off_seconds(waiting(Client.instances.values()))


def cut_off_seconds(pages_waiting: int) -> float:
    """Return how long a page is kept without a connection while `pages_waiting` have none."""
    return CUT_OFF_SECONDS if pages_waiting <= MOST_WAITING else CROWDED_CUT_OFF_SECONDS


def waiting(clients: Iterable[Client]) -> int:
    """Return how many of the pages have no connection."""
    return sum(not client.has_socket_connection for client in clients)


class NeverConnected:
    """The pages that no browser has connected to: at most `MOST_NEVER_CONNECTED`, the oldest is deleted first."""

    def __init__(self) -> None:
        self._clients: dict[str, Client] = {}

    def add(self, client: Client) -> None:
        """Count the page until its browser connects or it is deleted."""
        client.on_connect(self._forget)
        client.on_delete(self._forget)
        self._clients[client.id] = client
        if len(self._clients) > MOST_NEVER_CONNECTED:
            next(iter(self._clients.values())).delete()

    def _forget(self, client: Client) -> None:
        self._clients.pop(client.id, None)
