"""Runs the installed redis-cli, connected to $REDIS_URL.

The password is passed by the environment, which lists of processes do not show.
"""

import os
import sys
from collections.abc import Mapping, Sequence
from urllib.parse import unquote, urlsplit


def main(program: str, arguments: Sequence[str]) -> None:
    """Replaces this process; does not return."""
    address, variables = connection(os.environ.get("REDIS_URL", ""))
    os.execve(program, [program, *address, *arguments], os.environ | variables)  # noqa: S606


def connection(url: str) -> tuple[list[str], Mapping[str, str]]:
    """The options and variables of redis-cli for a URL; empty for an empty URL."""
    if not url:
        return [], {}
    parts = urlsplit(url)
    options = ["-h", parts.hostname or "localhost", "-p", str(parts.port or 6379), "-n", parts.path.strip("/") or "0"]
    options += ["--user", unquote(parts.username)] if parts.username else []
    options += ["--tls"] if parts.scheme == "rediss" else []
    return options, {"REDISCLI_AUTH": unquote(parts.password)} if parts.password else {}


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
