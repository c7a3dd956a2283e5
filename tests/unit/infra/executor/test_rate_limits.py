"""Which limit of a stage a method has."""

from typing import Any

import pytest
from localstack_process_executor.method_limiter import RateLimit
from localstack_process_executor.rate_limits import rate_limit

SETTINGS: dict[str, Any] = {
    "~1users~1{id}/PATCH": {"throttlingRateLimit": 1.5, "throttlingBurstLimit": 2},
    "*/*": {"throttlingRateLimit": 100, "throttlingBurstLimit": 200},
}


@pytest.mark.parametrize(
    ("path", "method", "limit"),
    [
        ("/users/{id}", "PATCH", RateLimit(per_second=1.5, burst=2)),
        ("/users/{id}", "GET", RateLimit(per_second=100, burst=200)),
    ],
)
def test_a_method_has_its_own_limit_or_that_of_all(path: str, method: str, limit: RateLimit) -> None:
    assert rate_limit(SETTINGS, path, method) == limit


def test_without_settings_there_is_no_limit() -> None:
    assert rate_limit({}, "/users", "GET") is None
