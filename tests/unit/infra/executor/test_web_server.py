"""The HTTP server of the executor, over real connections to a small application."""

import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from typing import Any

import pytest
from localstack_process_executor.web_server import connection, request
from localstack_process_executor.web_server.request_reader import HEAD_BYTES
from localstack_process_executor.web_server.threaded_server import ThreadedServer

from tests.harness.ports import free_port
from tests.harness.waiting import wait_for

HOST = "127.0.0.1"
Answers = Callable[[dict[str, Any], Callable[..., object]], Iterable[bytes]]


@contextmanager
def served(application: Answers, *, connections: int = 8) -> Iterator[int]:
    """Serve the application and yield the port."""
    port = free_port()
    server = ThreadedServer(application, [(HOST, port)], connections=connections)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield port
    finally:
        server.stop()
        thread.join(20)
    assert not thread.is_alive()


def echo(environ: dict[str, Any], start_response: Callable[..., object]) -> Iterable[bytes]:
    """Return the request's body, and what the request said in headers."""
    body = environ["wsgi.input"].read()
    names = ",".join(name.decode() for name, _ in environ["rolo.headers"])
    headers = [("Content-Length", str(len(body))), ("X-Names", names), ("X-Path", environ["PATH_INFO"])]
    start_response("200 OK", [*headers, ("X-Raw", environ["RAW_URI"]), ("X-Query", environ["QUERY_STRING"])])
    return [body]


def parts(_environ: dict[str, Any], start_response: Callable[..., object]) -> Iterable[bytes]:
    """Answer with parts of unknown length."""
    start_response("200 OK", [("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")])
    return iter([b"one ", b"", b"two ", b"three"])


def conversation(port: int, said: bytes) -> bytes:
    """Say this, and return everything that is answered until the connection ends."""
    with socket.create_connection((HOST, port), timeout=10) as client:
        client.sendall(said)
        with client.makefile("rb") as answers:
            return answers.read()


@pytest.fixture
def port() -> Iterator[int]:
    """The port of the echo."""
    with served(echo) as echoing:
        yield echoing


@pytest.fixture
def client(port: int) -> Iterator[HTTPConnection]:
    """A client of the echo."""
    http = HTTPConnection(HOST, port, timeout=10)
    yield http
    http.close()


def test_many_requests_share_a_connection(client: HTTPConnection) -> None:
    client.connect()
    opened = client.sock

    for number in range(20):
        client.request("POST", "/", body=str(number))
        assert client.getresponse().read() == str(number).encode()

    assert client.sock is opened


def test_header_names_keep_their_case_their_underscores_and_their_order(client: HTTPConnection) -> None:
    client.request("GET", "/", headers={"X-Amz-Meta-some_Name": "1", "x-lower": "2"})

    assert (client.getresponse().headers["X-Names"] or "").endswith("X-Amz-Meta-some_Name,x-lower")


def test_a_repeated_header_arrives_as_often_as_it_was_sent(port: int) -> None:
    said = b"GET / HTTP/1.1\r\nHost: a\r\nX-A: 1\r\nX-A: 2\r\nConnection: close\r\n\r\n"

    assert b"X-Names: Host,X-A,X-A,Connection" in conversation(port, said)


def test_the_path_is_decoded_and_the_target_is_not(client: HTTPConnection) -> None:
    client.request("GET", "/a%2Fb%20c?d=%41")
    headers = client.getresponse().headers

    assert [headers["X-Path"], headers["X-Raw"], headers["X-Query"]] == ["/a/b c", "/a%2Fb%20c?d=%41", "d=%41"]


def test_a_whole_url_as_target_means_its_path(client: HTTPConnection) -> None:
    client.request("GET", "http://sqs.example/queue?a=1")

    assert client.getresponse().headers["X-Path"] == "/queue"


@pytest.mark.parametrize("size", [0, 1, request.BYTES_IN_MEMORY, 5 * request.BYTES_IN_MEMORY + 1])
def test_a_body_of_any_size_arrives_whole(client: HTTPConnection, size: int) -> None:
    body = bytes(range(256)) * (size // 256) + b"x" * (size % 256)
    client.request("PUT", "/", body=body)

    assert client.getresponse().read() == body


def test_a_body_in_chunks_arrives_without_their_frames(client: HTTPConnection) -> None:
    client.request("PUT", "/", body=iter([b"one ", b"two"]), encode_chunked=True)

    assert client.getresponse().read() == b"one two"


def test_a_client_that_asks_first_is_told_to_send_its_body(port: int) -> None:
    head = b"PUT / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 4\r\nConnection: close\r\n\r\n"
    with socket.create_connection((HOST, port), timeout=10) as asking, asking.makefile("rb") as answers:
        asking.sendall(head)
        assert (answers.readline(), answers.readline()) == (b"HTTP/1.1 100 Continue\r\n", b"\r\n")
        asking.sendall(b"body")

        assert answers.read().endswith(b"\r\n\r\nbody")


def test_requests_that_were_sent_ahead_are_answered_in_their_order(port: int) -> None:
    one, two = (
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n%b\r\n" % last for last in (b"", b"Connection: close\r\n")
    )

    answered = conversation(port, one + b"one" + two + b"two")

    assert answered.count(b"200 OK") == 2
    assert answered.index(b"\r\n\r\none") < answered.index(b"\r\n\r\ntwo")


def test_an_answer_of_unknown_length_is_sent_in_chunks() -> None:
    with served(parts) as streaming:
        http = HTTPConnection(HOST, streaming, timeout=10)
        http.request("GET", "/")
        first = http.getresponse()
        text, encoding, cookies = first.read(), first.headers["Transfer-Encoding"], first.headers.get_all("Set-Cookie")
        http.request("GET", "/")
        again = http.getresponse().read()
        http.close()

    assert (text, encoding, cookies) == (b"one two three", "chunked", ["a=1", "b=2"])
    assert again == text


def test_a_client_of_http_1_0_gets_the_parts_bare_and_the_end_of_the_connection() -> None:
    with served(parts) as streaming:
        answered = conversation(streaming, b"GET / HTTP/1.0\r\n\r\n")

    assert answered.endswith(b"\r\n\r\none two three")
    assert b"Connection: close" in answered


def test_the_answer_to_head_has_no_body(client: HTTPConnection) -> None:
    client.request("HEAD", "/", body=b"four")
    answer = client.getresponse()

    assert (answer.headers["Content-Length"], answer.read()) == ("4", b"")


def test_every_answer_is_dated(client: HTTPConnection) -> None:
    # AWS clients correct the time in their signatures by it.
    client.request("GET", "/")

    assert (client.getresponse().headers["Date"] or "").endswith("GMT")


@pytest.mark.parametrize(
    ("said", "status"),
    [
        (b"no http at all\r\n\r\n", b"400"),
        (b"POST / HTTP/1.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", b"400"),
        (b"GET / HTTP/1.1\r\nX-Long: " + b"x" * HEAD_BYTES + b"\r\n\r\n", b"431"),
    ],
    ids=["not HTTP", "two lengths", "endless headers"],
)
def test_what_cannot_be_a_request_is_refused_and_ends_the_connection(port: int, said: bytes, status: bytes) -> None:
    assert conversation(port, said).startswith(b"HTTP/1.1 " + status)


def test_an_application_that_fails_is_answered_for(port: int) -> None:
    def failing(_environ: object, _start_response: object) -> Iterable[bytes]:
        raise ValueError

    with served(failing) as broken:
        assert conversation(broken, b"GET / HTTP/1.1\r\nHost: a\r\n\r\n").startswith(b"HTTP/1.1 500")


def test_requests_that_wait_hold_up_no_other() -> None:
    may_end, waiting = threading.Event(), threading.Semaphore(0)

    def slow(environ: dict[str, Any], start_response: Callable[..., object]) -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/slow":
            waiting.release()
            may_end.wait(20)
        return echo(environ, start_response)

    with served(slow, connections=200) as port:
        slow_ones = [HTTPConnection(HOST, port, timeout=20) for _ in range(100)]
        for http in slow_ones:
            http.request("GET", "/slow")
        for _ in slow_ones:
            assert waiting.acquire(timeout=10)
        answered = conversation(port, b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        may_end.set()
        statuses = {http.getresponse().status for http in slow_ones}
        for http in slow_ones:
            http.close()

    assert answered.startswith(b"HTTP/1.1 200")
    assert statuses == {200}


def test_a_connection_above_the_limit_waits_until_another_ends() -> None:
    with served(echo, connections=1) as port:
        with socket.create_connection((HOST, port), timeout=10) as first:
            first.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            assert first.recv(100).startswith(b"HTTP/1.1 200")
            second = HTTPConnection(HOST, port, timeout=0.3)
            second.request("GET", "/")
            with pytest.raises(TimeoutError):
                second.getresponse()
            second.close()

        assert conversation(port, b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").startswith(b"HTTP/1.1 200")


def test_a_stop_waits_for_the_answer_that_is_under_way_and_for_no_idle_connection() -> None:
    begun, may_end = threading.Event(), threading.Event()

    def slow(environ: dict[str, Any], start_response: Callable[..., object]) -> Iterable[bytes]:
        begun.set()
        may_end.wait(20)
        return echo(environ, start_response)

    port = free_port()
    server = ThreadedServer(slow, [(HOST, port)], connections=8)
    running = threading.Thread(target=server.run)
    running.start()
    idle = socket.create_connection((HOST, port))
    http = HTTPConnection(HOST, port, timeout=10)
    http.request("POST", "/", body=b"kept")
    assert begun.wait(10)
    server.stop()
    wait_for("the address is free again", lambda: _refuses(port))
    may_end.set()

    assert http.getresponse().read() == b"kept"
    running.join(connection.IDLE_S / 2)
    assert not running.is_alive()
    idle.close()
    http.close()


def _refuses(port: int) -> bool:
    try:
        socket.create_connection((HOST, port), timeout=1).close()
    except OSError:
        return True
    return False
