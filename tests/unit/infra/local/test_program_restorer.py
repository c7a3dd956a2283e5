"""Programs that the supervisor has given up are started again."""

from typing import Any
from xmlrpc.client import Fault

import pytest

from infra.local.processes.program_restorer import PAUSE_SECONDS, restore

NOW = 1_000_000.0


def program(name: str, state: str, *, ended_before: float = PAUSE_SECONDS) -> dict[str, Any]:
    """A program as the supervisor describes it."""
    return {"group": name, "name": name, "statename": state, "stop": NOW - ended_before}


def started(*programs: dict[str, Any]) -> list[str]:
    """What was started again."""
    names: list[str] = []
    restore(list(programs), names.append, now=NOW)
    return names


def test_only_those_that_were_given_up_are_started() -> None:
    states = ("RUNNING", "STARTING", "BACKOFF", "STOPPED", "EXITED", "FATAL")

    assert started(*(program(state.lower(), state) for state in states)) == ["fatal:fatal"]


@pytest.mark.parametrize(("seconds", "names"), [(PAUSE_SECONDS - 1, []), (PAUSE_SECONDS, ["manager:manager"])])
def test_a_pause_is_kept(seconds: float, names: list[str]) -> None:
    assert started(program("manager", "FATAL", ended_before=seconds)) == names


def test_one_that_somebody_else_has_started_meanwhile_hinders_no_other() -> None:
    tried: list[str] = []

    def start(name: str) -> None:
        tried.append(name)
        raise Fault(60, "ALREADY_STARTED")

    restore([program("one", "FATAL"), program("two", "FATAL")], start, now=NOW)

    assert tried == ["one:one", "two:two"]
