"""Accepts connections and gives each a thread."""

import logging
import selectors
import socket
import threading
import time
from collections.abc import Sequence

from localstack_process_executor.web_server.connection import Application, Connection
from localstack_process_executor.web_server.wsgi_environ import Address

LOG = logging.getLogger(__name__)

BACKLOG = 1024
"""Connections that wait to be accepted. With 50 the kernel resets some of a burst of 200."""

LAST_ANSWERS_S = 10
"""How long `run` waits for answers that are under way when the server is stopped. As LocalStack's own server."""

PAUSE_S = 0.1
"""Before the next attempt when the process has no descriptor left for a connection."""


class ThreadedServer:
    """Listens from its creation on, so that no other program takes the addresses. Answers once it runs.

    Further connections than `connections` wait until one ends.
    """

    def __init__(self, application: Application, addresses: Sequence[Address], *, connections: int) -> None:
        self._application = application
        self._listeners = [_listener(address) for address in addresses]
        self._wake, self._woken = socket.socketpair()
        self._places = threading.BoundedSemaphore(connections)
        self._stopping = threading.Event()
        self._open: dict[Connection, threading.Thread] = {}
        self._changes = threading.Lock()

    def run(self) -> None:
        """Serve until `stop` is called from another thread, and until the answers under way have been given."""
        with selectors.DefaultSelector() as selector:
            for readable in (*self._listeners, self._woken):
                selector.register(readable, selectors.EVENT_READ)
            while not self._stopping.is_set():
                for key, _ in selector.select():
                    self._accept(key.fileobj)
        for each in (*self._listeners, self._wake, self._woken):
            each.close()
        self._end_connections()

    def stop(self) -> None:
        """Let `run` return."""
        self._stopping.set()
        self._wake.send(b"\0")

    def _accept(self, readable: object) -> None:
        if not isinstance(readable, socket.socket) or readable is self._woken or not self._place():
            return
        try:
            connected, client = readable.accept()
        except BlockingIOError:  # the client has gone
            self._places.release()
            return
        except OSError as error:
            self._places.release()
            LOG.warning("Connection not accepted (%s), trying again in %s s", error.strerror, PAUSE_S)
            self._stopping.wait(PAUSE_S)
            return
        connected.setblocking(True)
        self._start(Connection(connected, client[:2], self._application))

    def _place(self) -> bool:
        while not self._stopping.is_set():
            if self._places.acquire(timeout=PAUSE_S):
                return True
        return False

    def _start(self, connection: Connection) -> None:
        # Daemons: one that waits for a client must not hold up the end of the process.
        thread = threading.Thread(target=self._serve, args=(connection,), name="connection", daemon=True)
        with self._changes:
            self._open[connection] = thread
        thread.start()

    def _serve(self, connection: Connection) -> None:
        try:
            connection.serve()
        except Exception:
            LOG.exception("Connection ended early")
        finally:
            with self._changes:
                del self._open[connection]
            self._places.release()

    def _end_connections(self) -> None:
        until = time.monotonic() + LAST_ANSWERS_S
        with self._changes:
            under_way = dict(self._open)
        for connection in under_way:
            connection.end()
        for thread in under_way.values():
            thread.join(max(until - time.monotonic(), 0))


def _listener(address: Address) -> socket.socket:
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    listener = socket.create_server(address, family=family, backlog=BACKLOG)
    listener.setblocking(False)
    return listener
