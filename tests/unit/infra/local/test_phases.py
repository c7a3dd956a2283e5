"""A start tells how long each of its phases took."""

import json
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.cli.start_timings import keep_timings, timing_table
from infra.local.home import Home
from infra.local.phases import Phases


def ticks(*seconds: float) -> Phases:
    """Phases whose clock shows these seconds, one a reading."""
    clock: Iterator[float] = iter(seconds)
    return Phases(lambda: next(clock))


def test_a_phase_has_its_begin_and_its_length() -> None:
    phases = ticks(100, 102, 105, 110)

    with phases.measured("stack"):
        pass
    timings = phases.timings("up")

    assert [phase.model_dump() for phase in timings.phases] == [
        {"name": "stack", "begun_after_seconds": 2, "seconds": 3}
    ]
    assert timings.seconds == 10


def test_phases_side_by_side_are_in_the_order_of_their_begin() -> None:
    phases = ticks(0, 1, 2, 3, 9, 10)

    with phases.measured("localstack ready"), phases.measured("migrations"):
        pass

    assert [phase.name for phase in phases.timings("up").phases] == ["localstack ready", "migrations"]


def test_a_phase_that_fails_is_not_noted() -> None:
    phases = ticks(0, 1, 2)

    with pytest.raises(ConnectionError), phases.measured("stack"):
        raise ConnectionError

    assert phases.timings("up").phases == ()


def test_programs_read_the_last_start_from_a_private_file(tmp_path: Path) -> None:
    home = Home(root=tmp_path)
    phases = ticks(0, 1, 4, 5)
    with phases.measured("stack"):
        pass

    keep_timings(home, phases.timings("run"), shown=False)

    kept = json.loads(home.start_timings.read_text(encoding="utf-8"))
    assert (kept["command"], kept["seconds"], kept["phases"][0]["seconds"]) == ("run", 5, 3)
    assert stat.S_IMODE(home.start_timings.stat().st_mode) == 0o600


def test_a_person_reads_a_line_a_phase_and_the_whole() -> None:
    phases = ticks(0, 1, 4, 5)
    with phases.measured("stack"):
        pass

    assert timing_table(phases.timings("up")).splitlines() == [
        " begun s   took s  phase",
        "     1.0      3.0  stack",
        "              5.0  up",
    ]
