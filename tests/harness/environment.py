"""Environment variables of the programs that tests start, and of the HTTP functions that they call in-process."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Protocol


class Cached(Protocol):
    """A function behind `functools.cache`."""

    def cache_clear(self) -> None: ...


def inherited_variables() -> dict[str, str]:
    """Return this process's variables without those of an installation, of AWS or of Postgres.

    A developer's shell may contain the exports of a local installation.
    """
    return {name: value for name, value in os.environ.items() if not name.startswith(("ESTEIRA_", "AWS_", "PG"))}


def forget_installation() -> None:
    """Remove those variables from this process: no test may reach an installation that the shell knows."""
    kept = inherited_variables()
    for name in os.environ.keys() - kept.keys():
        del os.environ[name]


def aws_variables(endpoint: str) -> dict[str, str]:
    """Return the variables that an AWS client needs to reach an emulator."""
    return {
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": endpoint,
    }


@contextmanager
def environment(variables: Mapping[str, str], *caches: Cached) -> Iterator[None]:
    """Add these variables during the block. Clears `caches` before and after, as on a cold start."""
    before = dict(os.environ)
    os.environ.update(variables)
    _clear(caches)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
        _clear(caches)


def _clear(caches: tuple[Cached, ...]) -> None:
    for cached in caches:
        cached.cache_clear()
