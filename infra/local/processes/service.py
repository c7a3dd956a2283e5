"""What the supervisor must know of a program that it keeps running."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path


def with_deployed_settings(command: Sequence[str]) -> tuple[str, ...]:
    """The command line that becomes `command` with its settings, once `up` has written them down."""
    return (sys.executable, "-m", "infra.local.processes.start_program", *command)


class StopSignal(StrEnum):
    """The signal that asks a program to end in good order."""

    TERM = "TERM"
    INT = "INT"


@dataclass(frozen=True, kw_only=True)
class Service:
    """A supervised program. Lower `rank` starts earlier and stops later. `port` is None where it listens nowhere.

    `hears` names the supervisor's events that the program is sent; most hear none. What `needs_the_stack` is started
    once that is deployed.
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
