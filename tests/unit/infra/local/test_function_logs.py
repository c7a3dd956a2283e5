"""Events of CloudWatch as a terminal shows them."""

from infra.local.logs import readable


def test_the_lines_of_an_exception_follow_each_other() -> None:
    event = '[ERROR] ValueError: out of luck\rTraceback (most recent call last):\r\u00a0\u00a0File "app.py", line 2\n'

    assert readable(event).split("\n") == [
        "[ERROR] ValueError: out of luck",
        "Traceback (most recent call last):",
        '\u00a0\u00a0File "app.py", line 2',
    ]


def test_an_event_of_one_line_is_shown_without_its_end() -> None:
    assert readable("START RequestId: 1 Version: $LATEST\n") == "START RequestId: 1 Version: $LATEST"
