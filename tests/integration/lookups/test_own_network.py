"""T34 (a): whatever a provider's URL, its redirects or its name lead to, the own network is never connected to."""

import socket
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from threading import Thread

import pytest
from esteira.lookups.answer import FetchFailed, FetchFailure
from esteira.lookups.fetching.http_fetcher import HttpFetcher
from esteira.lookups.fetching.resolve import Resolve, resolve

from tests.harness.canary import Canary, RoutedNetwork, running_canary

PUBLIC = "8.8.8.8"
OWN = (
    "127.0.0.1",
    "100.64.0.1",
    "100.100.100.200",
    "169.254.169.254",
    "192.0.0.192",
    "224.0.0.1",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "[::127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]",
    "[2001:0:7f00:1::]",
    "[fd00:ec2::254]",
    "2130706433",
    "017700000001",
    "0x7f000001",
    "0x7f.1",
    "127.1",
    "0",
    "localhost",
    "localhost.",
    "LOCALHOST",
)
FORMS = (
    *(f"http://{host}/" for host in OWN),
    "https://127.0.0.1/",
    "http://127.0.0.1:8080/",
    "http://8.8.8.8:22/",
    "http://8.8.8.8:0/",
    "http://user@8.8.8.8/",
    "http://8.8.8.8@127.0.0.1/",
    "http://8.8.8.8:80@127.0.0.1/",
    "http://127.0.0.1\\@8.8.8.8/",
    "http://8.8.8.8#@127.0.0.1/\\",
    "http://127.0.0.1%2f@8.8.8.8/",
    "http://\uff11\uff12\uff17.0.0.1/",
    "http://127\u30020\u30020\u30021/",
    "http:///127.0.0.1/",
    "http:127.0.0.1",
    "//127.0.0.1/",
    "file:///etc/passwd",
    "gopher://127.0.0.1/",
    "ftp://127.0.0.1/",
    "http://[fe80::1%25eth0]/",
    "http://[::1/",
    "http://8.8.8.8/\r\nHost: x",
)
"""An address beyond what a URL may be; `8.8.8.8` is never reached here: it stands for a public address."""


@pytest.fixture
def canary() -> Iterator[Canary]:
    with running_canary() as canary:
        yield canary


def seen_by(name: str, *answers: Sequence[str]) -> Resolve:
    """A resolver whose answers for a name follow each other; the last one stays. Other names are the system's."""
    left = list(answers)

    def resolver(host: str, port: int, seconds: float) -> Sequence[str]:
        if host != name:
            return resolve(host, port, seconds)
        return left.pop(0) if len(left) > 1 else left[0]

    return resolver


def failure(network: RoutedNetwork, url: str, resolver: Resolve = resolve, loopback: str = "") -> FetchFailed:
    fetcher = HttpFetcher(user_agent="test", resolver=resolver, network=network, loopback=frozenset({loopback}))
    with pytest.raises(FetchFailed) as failed:
        fetcher.get(url, connect_seconds=2, total_seconds=5)
    return failed.value


@contextmanager
def answering(*answers: bytes) -> Iterator[tuple[int, list[bytes]]]:
    """A server that gives these answers in turn. Yields its port and the requests that it read."""
    requests: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = Thread(target=_answer, args=(listener, answers, requests), daemon=True)
        thread.start()
        yield listener.getsockname()[1], requests
    thread.join(timeout=10)


def _answer(listener: socket.socket, answers: Sequence[bytes], requests: list[bytes]) -> None:
    for answer in answers:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        with connection:
            requests.append(connection.recv(65_536))
            connection.sendall(answer)


def redirect(location: str) -> bytes:
    return f"HTTP/1.1 302 Found\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n".encode()


OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"


@pytest.mark.parametrize("url", FORMS, ids=range(len(FORMS)))
def test_no_form_of_an_address_leads_into_the_own_network(canary: Canary, url: str) -> None:
    network = RoutedNetwork({}, canary)

    refused = failure(network, url)

    assert refused.kind in (FetchFailure.FORBIDDEN, FetchFailure.UNREACHABLE)
    assert (network.connected, canary.connections) == ([], 0)


@pytest.mark.parametrize("location", [f"http://{host}/" for host in OWN] + ["file:///etc/passwd", "gopher://8.8.8.8/"])
def test_no_redirect_leads_into_the_own_network(canary: Canary, location: str) -> None:
    with answering(redirect(location)) as (port, _):
        network = RoutedNetwork({PUBLIC: port}, canary)

        failure(network, f"http://{PUBLIC}/cnpj")

    assert (network.connected, canary.connections) == ([PUBLIC], 0)


def test_a_chain_of_redirects_is_checked_at_each_step_and_ends(canary: Canary) -> None:
    chain = [redirect(f"http://{PUBLIC}/{step}") for step in range(3)]
    with answering(*chain, redirect("http://127.0.0.1/")) as (port, _):
        network = RoutedNetwork({PUBLIC: port}, canary)
        failure(network, f"http://{PUBLIC}/")
    with answering(*chain, OK) as (port, _):
        fetcher = HttpFetcher(user_agent="test", network=RoutedNetwork({PUBLIC: port}, canary))
        answer = fetcher.get(f"http://{PUBLIC}/", connect_seconds=2, total_seconds=5)

    assert (network.connected, canary.connections) == ([PUBLIC] * 4, 0)
    assert answer.body == b"{}"


def test_a_name_that_is_public_at_first_and_local_afterwards_is_asked_where_it_was_public(canary: Canary) -> None:
    rebinding = seen_by("provider.example", [PUBLIC], ["127.0.0.1"])
    with answering(OK) as (port, requests):
        network = RoutedNetwork({PUBLIC: port}, canary)
        fetcher = HttpFetcher(user_agent="Esteira test", resolver=rebinding, network=network)
        fetcher.get("http://provider.example/cnpj/1?x=y", connect_seconds=2, total_seconds=5)
        refused = failure(network, "http://provider.example/", rebinding)

    assert refused.kind is FetchFailure.FORBIDDEN
    assert (network.connected, canary.connections) == ([PUBLIC], 0)
    assert requests[0].startswith(b"GET /cnpj/1?x=y HTTP/1.1\r\nHost: provider.example\r\nUser-Agent: Esteira test\r\n")


def test_a_redirect_to_a_name_that_has_become_local_is_refused(canary: Canary) -> None:
    rebinding = seen_by("provider.example", [PUBLIC], ["127.0.0.1"])
    with answering(redirect("http://provider.example/again")) as (port, _):
        network = RoutedNetwork({PUBLIC: port}, canary)
        failure(network, "http://provider.example/", rebinding)

    assert (network.connected, canary.connections) == ([PUBLIC], 0)


@pytest.mark.parametrize("addresses", [[PUBLIC, "127.0.0.1"], ["127.0.0.1", PUBLIC], ["::1"], []])
def test_a_name_with_any_address_of_the_own_network_is_refused(canary: Canary, addresses: list[str]) -> None:
    network = RoutedNetwork({}, canary)

    failure(network, "http://provider.example/", seen_by("provider.example", addresses))

    assert (network.connected, canary.connections) == ([], 0)


def test_a_place_of_this_machine_that_is_allowed_is_asked_by_its_own_url_alone(canary: Canary) -> None:
    place = f"127.0.0.1:{canary.port}"
    with answering(redirect(f"http://{place}/")) as (port, _):
        network = RoutedNetwork({PUBLIC: port}, canary)
        redirected = failure(network, f"http://{PUBLIC}/", loopback=place)
        before = canary.connections
        failure(network, f"http://{place}/", loopback=place)

    assert (redirected.kind, before) == (FetchFailure.FORBIDDEN, 0)
    assert canary.connections == 1


def test_an_allowed_name_that_is_not_of_this_machine_is_refused(canary: Canary) -> None:
    network = RoutedNetwork({}, canary)

    failure(network, "http://localhost:8092/", seen_by("localhost", ["10.0.0.1"]), loopback="localhost:8092")

    assert network.connected == []


@pytest.mark.parametrize("address", ["169.254.169.254", "127.0.0.1", "::1", "fe80::1", "100.64.0.1", "8.8.8.8"])
def test_a_provider_of_the_own_network_has_a_private_address_and_no_other(canary: Canary, address: str) -> None:
    network = RoutedNetwork({}, canary)
    names = seen_by("provider", [address])
    fetcher = HttpFetcher(user_agent="test", resolver=names, network=network, own_network=frozenset({"provider:8092"}))

    with pytest.raises(FetchFailed):
        fetcher.get("http://provider:8092/", connect_seconds=2, total_seconds=5)

    assert network.connected == []


def test_a_provider_of_the_own_network_is_asked_by_its_own_url_and_no_redirect_leads_to_it(canary: Canary) -> None:
    with answering(redirect("http://provider:8092/"), OK) as (port, _):
        network = RoutedNetwork({PUBLIC: port, "172.18.0.9": port}, canary)
        fetcher = HttpFetcher(
            user_agent="test",
            resolver=seen_by("provider", ["172.18.0.9"]),
            network=network,
            own_network=frozenset({"provider:8092"}),
        )
        with pytest.raises(FetchFailed) as redirected:
            fetcher.get(f"http://{PUBLIC}/", connect_seconds=2, total_seconds=5)

        assert fetcher.get("http://provider:8092/", connect_seconds=2, total_seconds=5).status == 200
    assert redirected.value.kind == FetchFailure.FORBIDDEN


def test_the_next_address_of_a_name_is_tried_when_the_first_one_does_not_accept(canary: Canary) -> None:
    with answering(OK) as (port, _), socket.create_server(("127.0.0.1", 0)) as silent:
        refusing = silent.getsockname()[1]
        silent.close()
        network = RoutedNetwork({PUBLIC: refusing, "8.8.4.4": port}, canary)
        names = seen_by("provider.example", [PUBLIC, "8.8.4.4"])
        fetcher = HttpFetcher(user_agent="test", resolver=names, network=network)

        assert fetcher.get("http://provider.example/", connect_seconds=2, total_seconds=5).status == 200

    assert network.connected == [PUBLIC, "8.8.4.4"]


def test_encryption_names_the_host_and_is_not_given_up(canary: Canary) -> None:
    names: list[str | None] = []
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.sni_callback = lambda _socket, name, _context: names.append(name)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        Thread(target=partial(_shake_hands, listener, context), daemon=True).start()
        network = RoutedNetwork({PUBLIC: listener.getsockname()[1]}, canary)
        refused = failure(network, "https://provider.example/", seen_by("provider.example", [PUBLIC]))

    assert (refused.kind, names) == (FetchFailure.UNREACHABLE, ["provider.example"])


def _shake_hands(listener: socket.socket, context: ssl.SSLContext) -> None:
    connection, _ = listener.accept()
    try:
        context.wrap_socket(connection, server_side=True)
    except (ssl.SSLError, OSError):
        connection.close()
