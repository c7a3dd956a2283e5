"""The port `Fetcher` (R15): one connection a request, to an address that was checked, redirects followed by hand."""

import ssl
from collections.abc import Sequence
from functools import cache, partial
from urllib.parse import urljoin

import httpcore

from esteira.lookups.answer import Answer, FetchFailed, FetchFailure
from esteira.lookups.fetching.addresses import is_loopback, is_private
from esteira.lookups.fetching.bounded_body import bounded_body
from esteira.lookups.fetching.deadline import Deadline
from esteira.lookups.fetching.destination import Exempt, Target, checked_addresses, target_of
from esteira.lookups.fetching.pinned_network import PinnedNetwork
from esteira.lookups.fetching.resolve import Resolve, resolve

MAX_REDIRECTS = 3
REDIRECTS = frozenset({301, 302, 303, 307, 308})

Headers = Sequence[tuple[bytes, bytes]]


class HttpFetcher:
    """Gets URLs. No proxy, cookie or credential of the environment is used.

    `loopback` are places of this machine, such as `127.0.0.1:8092`, and `own_network` those in the own network, that
    may be asked by their own URL; no redirect of another provider leads to them.
    """

    def __init__(
        self,
        *,
        user_agent: str,
        loopback: frozenset[str] = frozenset(),
        own_network: frozenset[str] = frozenset(),
        resolver: Resolve = resolve,
        network: httpcore.NetworkBackend | None = None,
    ) -> None:
        self._user_agent = user_agent
        self._allowed = dict.fromkeys(own_network, is_private) | dict.fromkeys(loopback, is_loopback)
        self._resolver = resolver
        self._network = network or httpcore.SyncBackend()

    def get(self, url: str, *, connect_seconds: float, total_seconds: float) -> Answer:
        """See `Fetcher.get`."""
        deadline = Deadline.after(total_seconds)
        target = target_of(url)
        allows = self._allowed.get(target.place)
        exempt = Exempt(place=target.place, allows=allows) if allows else None
        for _ in range(MAX_REDIRECTS + 1):
            answer, location = self._ask(target, deadline, exempt, connect_seconds)
            if not location:
                return answer
            target = _redirected(target, location)
        raise FetchFailed(FetchFailure.UNUSABLE, f"It redirects more than {MAX_REDIRECTS} times.")

    def _ask(
        self, target: Target, deadline: Deadline, exempt: Exempt | None, connect_seconds: float
    ) -> tuple[Answer, str]:
        addresses = checked_addresses(target, partial(self._resolve, deadline), exempt=exempt)
        network = PinnedNetwork(addresses, deadline, self._network)
        try:
            with httpcore.ConnectionPool(ssl_context=_ssl_context(), network_backend=network) as pool:
                return self._exchange(pool, target, connect_seconds)
        except (httpcore.TimeoutException, httpcore.NetworkError) as error:
            raise FetchFailed(FetchFailure.UNREACHABLE, _reason(error)) from error
        except (httpcore.ProtocolError, httpcore.UnsupportedProtocol, ssl.SSLError) as error:
            raise FetchFailed(FetchFailure.UNUSABLE, "It does not speak HTTP as expected.") from error

    def _exchange(self, pool: httpcore.ConnectionPool, target: Target, connect_seconds: float) -> tuple[Answer, str]:
        url = httpcore.URL(scheme=target.scheme, host=target.host, port=target.port, target=target.request_target)
        timeouts = {"timeout": {"connect": connect_seconds}}
        with pool.stream("GET", url, headers=self._headers(target), extensions=timeouts) as response:
            headers = response.headers
            if response.status in REDIRECTS:
                return Answer(status=response.status, body=b""), _header(headers, b"location")
            encoding = _header(headers, b"content-encoding").strip().lower()
            return Answer(
                status=response.status,
                body=bounded_body(response.iter_stream(), encoding),
                content_type=_header(headers, b"content-type"),
                retry_after=_header(headers, b"retry-after"),
            ), ""

    def _headers(self, target: Target) -> list[tuple[bytes | str, bytes | str]]:
        return [
            ("Host", target.host_header),
            ("User-Agent", self._user_agent),
            ("Accept", "application/json, text/html"),
            ("Accept-Encoding", "gzip"),
            ("Connection", "close"),
        ]

    def _resolve(self, deadline: Deadline, host: str, port: int) -> Sequence[str]:
        return self._resolver(host, port, deadline.left())


def _redirected(target: Target, location: str) -> Target:
    """Return where a redirect leads. Raises `FetchFailed`, also where it would give up encryption."""
    base = f"{target.scheme}://{target.place}{target.request_target}"
    try:
        following = target_of(urljoin(base, location))
    except ValueError:
        raise FetchFailed(FetchFailure.FORBIDDEN, "It redirects to a URL that is not valid.") from None
    if target.scheme == "https" and following.scheme != "https":
        raise FetchFailed(FetchFailure.FORBIDDEN, "It redirects from https to http.")
    return following


def _header(headers: Headers, name: bytes) -> str:
    return next((value.decode("latin-1") for key, value in headers if key.lower() == name), "")


def _reason(error: Exception) -> str:
    if isinstance(error, httpcore.TimeoutException):
        return "It did not answer in time."
    return "The connection was refused or lost, or its certificate is not valid."


@cache
def _ssl_context() -> ssl.SSLContext:
    return httpcore.default_ssl_context()
