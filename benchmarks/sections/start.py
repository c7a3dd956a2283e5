"""Start: `esteira up` in an empty folder and once more after `esteira down`, by the steps that it prints."""

import os
import subprocess
from collections.abc import Mapping
from time import perf_counter
from typing import Any

from benchmarks.measure.installation import ESTEIRA, fresh_variables, remove, run_command
from benchmarks.sections.options import Options, progress

SOURCES = 2
KINDS = ("first", "warm")


def start(_options: Options) -> dict[str, Any]:
    """Return for each start its steps, with the second in which each was said, and how long it took in all."""
    variables = fresh_variables(sources=SOURCES)
    starts = []
    try:
        for kind in KINDS:
            starts.append({"name": kind, **_up(variables)})
            progress(f"{kind} start: {starts[-1]['seconds']:.1f} s")
            run_command(("down",), variables)
    finally:
        remove(variables)
    return {"starts": starts}


def _up(variables: Mapping[str, str]) -> dict[str, Any]:
    """Return the steps of one start. Raises `SystemExit` with its output if it fails."""
    began_at = perf_counter()
    steps = []
    with subprocess.Popen(
        (str(ESTEIRA), "up"), env={**os.environ, **variables}, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        for line in process.stderr:
            steps.append({"step": line.strip().lstrip("✓ "), "second": perf_counter() - began_at})
    if process.returncode:
        raise SystemExit("esteira up failed:\n" + "\n".join(str(step["step"]) for step in steps))
    return {"seconds": perf_counter() - began_at, "steps": steps}
