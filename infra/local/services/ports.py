"""Finds ports that are in use, before anything is started."""

import socket
from collections.abc import Iterable

from infra.errors import PortTaken
from infra.local.processes.service import Service


def refuse_taken(services: Iterable[Service]) -> None:
    """Raises `PortTaken`, which lists every port in use and the setting that changes it."""
    if held := taken(services):
        raise PortTaken("; ".join(f"{one.port} ({one.name}): set {one.port_setting}" for one in held) + ".")


def taken(services: Iterable[Service]) -> list[Service]:
    """The services whose port is in use."""
    return [service for service in services if service.port is not None and not _free(service.port)]


def _free(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        # As servers do: a connection in TIME_WAIT does not block a port.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
