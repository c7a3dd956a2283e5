"""The error types that a report may name."""

import pytest
from localstack_process_executor.error_type import reported_error_type


@pytest.mark.parametrize(
    ("header", "reported"),
    [
        ("Function.Mine", "Function.Mine"),
        ("Runtime.Mine", "Runtime.Mine"),
        ("Function.mine", "Function.Unknown"),
        ("ValueError", "Runtime.Unknown"),
        ("", "Runtime.Unknown"),
    ],
)
def test_a_type_of_another_form_is_unknown(header: str, reported: str) -> None:
    assert reported_error_type(header) == reported
