"""The level that a line of a function has."""

import pytest
from localstack_process_executor.log_level import LogLevel, level_of


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ('{"level": "ERROR", "message": "x"}', LogLevel.ERROR),
        ('{"level": "debug"}', LogLevel.DEBUG),
        ('{"level": "WARNING"}', LogLevel.WARN),
        ('{"level": "CRITICAL"}', LogLevel.FATAL),
        ('{"level": "NOTICE"}', LogLevel.INFO),
        ('{"level": 3}', LogLevel.INFO),
        ('{"message": "x"}', LogLevel.INFO),
        ('{"level": "ERROR"', LogLevel.INFO),
        ("plain text", LogLevel.INFO),
        ("", LogLevel.INFO),
    ],
)
def test_a_line_without_a_known_level_is_info(line: str, level: LogLevel) -> None:
    assert level_of(line) == level
