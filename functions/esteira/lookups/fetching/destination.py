"""From a URL to where a connection goes: rules for URLs, one resolution, and a check of every address (R15)."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from esteira.lookups.answer import FetchFailed, FetchFailure
from esteira.lookups.fetching.addresses import Address, is_public, parsed, unwrapped

PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?|[0-9a-f:.]+:[0-9a-f:.]*")
_UNSAFE = re.compile(r"[\x00-\x20\x7f-\U0010ffff\\]")


@dataclass(frozen=True, kw_only=True)
class Target:
    """A URL in its parts. `request_target` is path and query."""

    scheme: str
    host: str
    port: int
    request_target: str

    @property
    def place(self) -> str:
        """The host and the port, as a setting names them: `127.0.0.1:8092`."""
        return f"{self.bracketed}:{self.port}"

    @property
    def host_header(self) -> str:
        """The value of the header `Host`."""
        return self.bracketed if self.port == PORTS[self.scheme] else self.place

    @property
    def bracketed(self) -> str:
        """The host as it stands in a URL."""
        return f"[{self.host}]" if ":" in self.host else self.host


@dataclass(frozen=True, kw_only=True)
class Exempt:
    """A place that is not on the public Internet and may be asked, where its addresses are those that it `allows`."""

    place: str
    allows: Callable[[Address], bool]


def target_of(url: str) -> Target:
    """Return the parts of a URL. Raises `FetchFailed` for other schemes, user names and unusual spellings."""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        raise _forbidden("Its URL is not valid.") from None
    if _UNSAFE.search(url):
        raise _forbidden("Its URL holds white space, a backslash or characters that are not ASCII.")
    if parts.scheme not in PORTS:
        raise _forbidden("Its URL is neither http nor https.")
    if parts.username is not None or parts.password is not None:
        raise _forbidden("Its URL holds a user name.")
    if not _HOST.fullmatch(host):
        raise _forbidden("Its host is not a name or an address.")
    # 0 is no port, and `or` would take it for none.
    number = PORTS[parts.scheme] if port is None else port
    return Target(scheme=parts.scheme, host=host, port=number, request_target=_request_target(parts))


def checked_addresses(
    target: Target, resolve: Callable[[str, int], Sequence[str]], *, exempt: Exempt | None
) -> Sequence[str]:
    """Return the addresses to connect to, after one resolution. Raises `FetchFailed`.

    All addresses of a name must be allowed, not only the first: a name with public and other addresses is suspicious.
    """
    allows = exempt.allows if exempt and exempt.place == target.place else None
    if not allows and target.port not in PORTS.values():
        raise _forbidden("Its port is neither 80 nor 443.")
    addresses = [unwrapped(parsed(text)) for text in resolve(target.host, target.port)]
    if not addresses or not all(map(allows or is_public, addresses)):
        raise _forbidden("Its address is not on the public Internet.")
    return [str(address) for address in addresses]


def _request_target(parts: SplitResult) -> str:
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _forbidden(sentence: str) -> FetchFailed:
    return FetchFailed(FetchFailure.FORBIDDEN, sentence)
