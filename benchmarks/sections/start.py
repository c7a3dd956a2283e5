"""Start: `esteira run`, which `make run` calls, in an empty folder and once more after `esteira down`, by phase.

Afterwards what the installation takes while nothing is to be done.
"""

from collections.abc import Mapping
from pathlib import Path
from time import perf_counter, sleep
from typing import Any

from benchmarks.measure.installation import fresh_variables, remove, run_command, running
from benchmarks.measure.processes import Processes, spent
from benchmarks.sections.options import Options, progress
from infra.local.home import Home
from infra.local.phases import StartTimings

SOURCES = 2
SETTLE_SECONDS = 30
IDLE_SECONDS = 120
"""Two runs of everything that is scheduled each minute."""


def start(_options: Options) -> dict[str, Any]:
    """Return each start's phases, as the command keeps them, and seconds; and the idle share of a core by program."""
    variables = fresh_variables(sources=SOURCES)
    try:
        starts = [{"name": "first", **_run(variables)}]
        run_command(("down",), variables)
        starts.append({"name": "warm", **_run(variables)})
        idle = _idle(running(variables).processes)
    finally:
        remove(variables)
    return {"starts": starts, "idle": idle}


def _idle(processes: Processes) -> dict[str, float]:
    """Wait until what the start left to do is done, then measure. Shares of one core, by program."""
    sleep(SETTLE_SECONDS)
    before = processes.processor_seconds()
    sleep(IDLE_SECONDS)
    used = spent(before, processes.processor_seconds())
    progress(f"idle: {sum(used.values()) / IDLE_SECONDS:.1%} of a core")
    return {name: seconds / IDLE_SECONDS for name, seconds in used.items()}


def _run(variables: Mapping[str, str]) -> dict[str, Any]:
    began_at = perf_counter()
    run_command(("run",), variables)
    seconds = perf_counter() - began_at
    progress(f"run: {seconds:.1f} s")
    kept = Home(root=Path(variables["ESTEIRA_HOME"])).start_timings.read_text()
    phases = StartTimings.model_validate_json(kept).phases
    return {"seconds": seconds, "phases": [phase.model_dump() for phase in phases]}
