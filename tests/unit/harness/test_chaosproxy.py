"""The proxy applies exactly the faults that are set."""

import gc
import socket
import socketserver
import time
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from threading import Thread

import pytest

from tests.harness.chaosproxy import ChaosProxy


class Echo(socketserver.StreamRequestHandler):
    """Echoes every line, and records it in the server."""

    def handle(self) -> None:
        for line in self.rfile:
            self.server.heard.append(line)  # type: ignore[attr-defined]
            self.wfile.write(line)


class EchoServer(socketserver.ThreadingTCPServer):
    """An echo on a free loopback port."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Echo)
        self.heard: list[bytes] = []

    def handle_error(self, request: object, client_address: object) -> None:
        """Broken connections are expected here."""


@pytest.fixture
def echo() -> Iterator[EchoServer]:
    with EchoServer() as server:
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def proxy(echo: EchoServer) -> Iterator[ChaosProxy]:
    with ChaosProxy(echo.server_address[1]) as proxy:
        yield proxy


def test_bytes_pass_untouched_in_fair_weather(proxy: ChaosProxy) -> None:
    with client_of(proxy) as client:
        assert say(client, b"hello\n") == b"hello\n"


def test_cut_resets_open_connections_and_lets_new_ones_pass(proxy: ChaosProxy) -> None:
    with client_of(proxy) as client:
        say(client, b"hello\n")

        proxy.cut()

        with pytest.raises(ConnectionResetError):
            client.recv(100)
    with client_of(proxy) as client:
        assert say(client, b"again\n") == b"again\n"


def test_a_lost_reply_means_the_service_heard_the_request(proxy: ChaosProxy, echo: EchoServer) -> None:
    proxy.drop_reply_after(b"COMMIT")
    with client_of(proxy) as client:
        assert say(client, b"INSERT\n") == b"INSERT\n"

        with pytest.raises(ConnectionResetError):
            say(client, b"COMMIT\n")

    assert (echo.heard, proxy.replies_lost) == ([b"INSERT\n", b"COMMIT\n"], 1)


def test_a_pattern_is_found_across_two_packets(proxy: ChaosProxy) -> None:
    proxy.drop_reply_after(b"COMMIT")
    with client_of(proxy) as client:
        client.sendall(b"COM")
        time.sleep(0.05)  # the packets must not be merged

        with pytest.raises(ConnectionResetError):
            say(client, b"MIT\n")


def test_only_as_many_replies_are_lost_as_asked(proxy: ChaosProxy) -> None:
    proxy.drop_reply_after(b"COMMIT", times=2)

    answers = [answered(proxy, b"COMMIT\n") for _ in range(4)]

    assert answers == [False, False, True, True]


def test_a_blackhole_takes_connections_and_says_nothing(proxy: ChaosProxy, echo: EchoServer) -> None:
    proxy.blackhole()
    with client_of(proxy) as client:
        client.settimeout(0.2)

        with pytest.raises(TimeoutError):
            say(client, b"hello\n")

    assert echo.heard == []


def test_healing_lets_bytes_pass_again(proxy: ChaosProxy) -> None:
    proxy.blackhole()

    proxy.heal()

    assert answered(proxy, b"hello\n")


def test_a_half_open_connection_hears_nothing_and_no_end(proxy: ChaosProxy) -> None:
    with client_of(proxy) as client:
        say(client, b"hello\n")
        client.settimeout(0.2)

        proxy.half_open()

        with pytest.raises(TimeoutError):
            say(client, b"anybody there?\n")


def test_latency_holds_every_chunk_back_both_ways(proxy: ChaosProxy) -> None:
    proxy.latency(50)
    with client_of(proxy) as client:
        start = time.monotonic()

        say(client, b"hello\n")

        assert time.monotonic() - start >= 0.1


def test_a_throttled_connection_takes_its_time(proxy: ChaosProxy) -> None:
    proxy.throttle(10_000)
    with client_of(proxy) as client:
        start = time.monotonic()

        say(client, b"x" * 999 + b"\n")

        assert time.monotonic() - start >= 0.2


def test_a_url_is_led_through_the_proxy_with_its_login_and_path(proxy: ChaosProxy) -> None:
    url = "postgresql://user:secret@127.0.0.1:5432/target"

    assert proxy.through(url) == f"postgresql://user:secret@127.0.0.1:{proxy.port}/target"


def test_a_proxy_that_ends_closes_connections_that_it_is_just_accepting(echo: EchoServer) -> None:
    with warnings.catch_warnings(record=True) as unclosed:
        warnings.simplefilter("always", ResourceWarning)
        with ExitStack() as clients:
            for _ in range(20):
                with ChaosProxy(echo.server_address[1]) as proxy:
                    for _ in range(10):
                        clients.enter_context(client_of(proxy))
        gc.collect()

    assert [str(warning.message) for warning in unclosed] == []


@contextmanager
def client_of(proxy: ChaosProxy) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", proxy.port), timeout=5) as client:
        yield client


def say(client: socket.socket, line: bytes) -> bytes:
    client.sendall(line)
    answer = b""
    while len(answer) < len(line):
        answer += client.recv(4096)
    return answer


def answered(proxy: ChaosProxy, line: bytes) -> bool:
    with client_of(proxy) as client:
        try:
            return say(client, line) == line
        except ConnectionResetError:
            return False
