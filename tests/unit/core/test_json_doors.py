"""Every door that JSON leaves through: no reader may round a number of it."""

import json
import logging
import re
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

import pytest
from esteira.core.http.app import GuardedApp
from esteira.core.log import logger
from esteira.metrics.metric import metric

from console.feed.messages import FeedMessage, MessageKind
from infra.cli.output import print_json
from infra.local.home import REPOSITORY

LARGE = 2**63 - 1
FUNCTIONS = [
    "producer",
    "callbacks",
    "monitor",
    "tokens",
    "flow",
    "accounts",
    "mails",
    "lookups",
    "failures",
    "workbench",
    "orders",
    "reports",
    "audit",
    "docs",
]


def read_twice(text: str) -> tuple[object, object]:
    """The JSON as Python reads it, and as a reader does that has only doubles."""
    return json.loads(text), json.loads(text, parse_int=float)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_every_http_function_answers_through_the_app_that_keeps_numbers_exact(function: str) -> None:
    assert isinstance(import_module(f"{function}.app").app, GuardedApp)


def test_no_function_is_left_out() -> None:
    with_routes = [
        path.parent.name for path in (REPOSITORY / "functions").glob("*/app.py") if "@app.route(" in _text(path)
    ]

    assert sorted(with_routes) == sorted(FUNCTIONS)


def test_the_json_of_commands_is_exact(capsys: pytest.CaptureFixture[str]) -> None:
    print_json({"rows": [{"count": LARGE, "order": f"source1:{LARGE}"}, {"count": -LARGE}], "small": 7})

    exact, rounded = read_twice(capsys.readouterr().out)
    assert exact == rounded
    assert exact == {"rows": [{"count": str(LARGE), "order": f"source1:{LARGE}"}, {"count": str(-LARGE)}], "small": 7}


def test_no_command_writes_json_of_its_own() -> None:
    commands = [path for path in (REPOSITORY / "infra" / "cli").rglob("*.py") if path.name != "output.py"]

    assert [path.name for path in commands if _writes_json(path)] == []


def test_the_feed_is_exact() -> None:
    large = metric("queue.{lane}.visible", LARGE, datetime.now(UTC), lane="orders")

    text = FeedMessage(kind=MessageKind.SNAPSHOT, at=datetime.now(UTC), metrics={large.name: large}).numbered(1)

    exact, rounded = read_twice(text)
    assert exact == rounded


def test_a_log_line_is_exact() -> None:
    record = logging.makeLogRecord({"msg": "row passed", "levelname": "INFO", "source_id": LARGE, "count": 7})

    exact, rounded = read_twice(logger.registered_formatter.format(record))

    assert exact == rounded
    assert isinstance(exact, dict)
    assert (exact["message"], exact["source_id"], exact["count"]) == ("row passed", str(LARGE), 7)


def _writes_json(path: Path) -> bool:
    # A body that a sample provider sends is input of ours, in which numbers are accepted.
    return path.name != "payments.py" and bool(re.search(r"\bjson\.dumps?\(|model_dump_json\(|to_json\(", _text(path)))


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")
