"""A pause after a 429 is as long as the provider asks, within bounds."""

from datetime import UTC, datetime

import pytest
from esteira.lookups.retry_after import DEFAULT_SECONDS, LONGEST_SECONDS, retry_after_seconds

NOW = datetime(2026, 7, 20, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("7", 7),
        (" 7 ", 7),
        ("0", 1),
        ("86400", LONGEST_SECONDS),
        ("Mon, 20 Jul 2026 12:01:30 GMT", 90),
        ("Mon, 20 Jul 2026 11:00:00 GMT", 1),
        ("", DEFAULT_SECONDS),
        ("soon", DEFAULT_SECONDS),
        ("-5", DEFAULT_SECONDS),
        ("1e9", DEFAULT_SECONDS),
        ("Mon, 99 Jul 2026 12:01:30 GMT", DEFAULT_SECONDS),
    ],
)
def test_the_header_decides(header: str, seconds: float) -> None:
    assert retry_after_seconds(header, NOW) == seconds
