"""A wish that differs from what runs is named, without its value."""

from pathlib import Path
from typing import Any

import pytest

from infra.local.differences import differences
from infra.local.environment import LaneQueues
from tests.unit.infra.local.environments import environment

DSN = "postgresql://esteira:secret@127.0.0.1:55432/shop"
BOTH = {"sources": {"source1": DSN, "shop": DSN}, "cursor_modes": {"source1": "xid", "shop": "xid"}}
ONE = {"sources": {"source1": DSN}, "cursor_modes": {"source1": "xid"}}


@pytest.mark.parametrize(
    ("running", "wished", "named"),
    [
        pytest.param({}, {}, [], id="nothing"),
        pytest.param({}, {"retry_delay_seconds": 5}, ["ESTEIRA_RETRY_DELAY_SECONDS differs"], id="a delay"),
        pytest.param({}, {"operator_token": "secret" * 4}, ["ESTEIRA_OPERATOR_TOKEN differs"], id="a token"),
        pytest.param(BOTH, ONE, ["ESTEIRA_SOURCES differs", "source shop is taken out"], id="a source less"),
        pytest.param(ONE, BOTH, ["ESTEIRA_SOURCES differs", "source shop is new"], id="one more source"),
        pytest.param(
            {"programs": {"console": 8090, "scaler": None}},
            {"programs": {"console": 8091, "scaler": None}},
            ["console moves from port 8090 to 8091"],
            id="a port",
        ),
    ],
)
def test_each_difference_is_named(
    tmp_path: Path, running: dict[str, Any], wished: dict[str, Any], named: list[str]
) -> None:
    lines = differences(environment(tmp_path, **running), environment(tmp_path, **wished))

    assert [line[: len(start)] for line, start in zip(lines, named, strict=True)] == named
    assert "secret" not in "".join(lines)


def test_queues_are_no_wish(tmp_path: Path) -> None:
    other = {"payments": LaneQueues(url="http://q/payments", dlq_url="http://q/payments-dlq")}

    assert differences(environment(tmp_path), environment(tmp_path, queues=other)) == ()
