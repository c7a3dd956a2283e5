"""redis-cli, connected to the embedded Redis."""

import pytest

from infra.local.services.redis_client import connection


@pytest.mark.parametrize(
    ("url", "options", "password"),
    [
        ("redis://127.0.0.1:6379/0", ["-h", "127.0.0.1", "-p", "6379", "-n", "0"], None),
        ("redis://cache", ["-h", "cache", "-p", "6379", "-n", "0"], None),
        ("rediss://me:p%40ss@cache:7000/2", ["-h", "cache", "-p", "7000", "-n", "2", "--user", "me", "--tls"], "p@ss"),
    ],
)
def test_the_password_is_not_an_argument(url: str, options: list[str], password: str | None) -> None:
    found, variables = connection(url)

    assert (found, variables.get("REDISCLI_AUTH")) == (options, password)


def test_without_an_address_it_is_plain_redis_cli() -> None:
    assert connection("") == ([], {})
