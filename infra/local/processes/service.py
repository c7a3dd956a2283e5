"""Definition of a program that the supervisor keeps running."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from infra.local.home import Home


def with_deployed_settings(home: Home) -> tuple[str, ...]:
    """What stands before a command that is to start with the settings that `up` wrote."""
    return (sys.executable, "-m", "infra.local.processes.start_program", str(home.program_variables))


class StopSignal(StrEnum):
    """The signal on which a program shuts down."""

    TERM = "TERM"
    INT = "INT"


@dataclass(frozen=True, kw_only=True)
class Service:
    """A supervised program. Lower `rank` starts earlier and stops later. `port` is None if it does not listen.

    `events` names the supervisor's events that are sent to the program, none by default. A program that
    `needs_the_stack` is started after the stack is deployed; `settings` are the fields of the core's settings that it
    uses, and `code` the folders that it imports: a change of either restarts it.
    """

    name: str
    command: tuple[str, ...]
    directory: Path
    port: int | None = None
    port_setting: str = ""
    environment: Mapping[str, str] = field(default_factory=dict)
    stop_signal: StopSignal = StopSignal.TERM
    stop_wait_seconds: int = 10
    rank: int = 50
    events: str = ""
    needs_the_stack: bool = False
    settings: frozenset[str] = frozenset()
    code: tuple[Path, ...] = ()
