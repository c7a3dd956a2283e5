"""Keeps the phases of a start, and prints them on request."""

from typing import Annotated

import typer

from infra.cli.output import messages
from infra.local.home import Home
from infra.local.phases import StartTimings

Timings = Annotated[
    bool, typer.Option("--timings", help="Print how long each phase took. Phases side by side overlap.")
]
"""The option of the commands that start the installation."""


def keep_timings(home: Home, timings: StartTimings, *, shown: bool) -> None:
    """Writes them to the home as JSON; prints them too if `shown`."""
    timings.write(home.start_timings)
    if shown:
        messages.print(timing_table(timings), highlight=False)


def timing_table(timings: StartTimings) -> str:
    """A line a phase: after how many seconds it began, how many it took, its name. The last line is the whole."""
    lines = [f"{phase.begun_after_seconds:8.1f} {phase.seconds:8.1f}  {phase.name}" for phase in timings.phases]
    return "\n".join(
        [f"{'begun s':>8} {'took s':>8}  phase", *lines, f"{'':8} {timings.seconds:8.1f}  {timings.command}"]
    )
