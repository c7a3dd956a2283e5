"""An installation of the benchmark's own, steered by the public commands alone."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil

from benchmarks.measure.processes import Processes
from infra.local.aws import aws_client
from infra.local.environment import Environment
from infra.local.home import REPOSITORY
from infra.local.processes.supervisor import Supervisor
from infra.local.settings import LocalSettings
from tests.harness.ports import free_port
from tests.harness.waiting import wait_for

ESTEIRA = Path(sys.executable).parent / "esteira"
COMMAND_LIMIT_SECONDS = 540
FOLDER = ".esteira-benchmarks"
PUBLISHING_SCHEDULE = "ProducerSchedule"
PORTS = ("POSTGRES", "REDIS", "MONGO", "LOCALSTACK", "CONSOLE", "FLOWER", "PROVIDER")


class Installation:
    """What runs in the folder of the settings. `variables` are those of its commands."""

    def __init__(self, settings: LocalSettings, variables: Mapping[str, str]) -> None:
        self.settings = settings
        self._variables = variables
        self.environment = Environment.read(settings.place)
        self.processes = Processes(self.programs, classify)

    def stop_scheduled_publishing(self) -> None:
        """Disable the schedule of the producer: rows that it published would arrive before the clock starts."""
        events = aws_client("events", self.environment.aws_endpoint_url)
        rules = [rule["Name"] for rule in events.list_rules()["Rules"] if PUBLISHING_SCHEDULE in rule["Name"]]
        if not rules:
            raise SystemExit(f"no schedule named {PUBLISHING_SCHEDULE} to disable")
        for rule in rules:
            events.disable_rule(Name=rule)

    def command(self, *arguments: str) -> str:
        """Run a command of `esteira` and return what it printed. Raises `SystemExit` with its errors if it fails."""
        return run_command(arguments, self._variables)

    def consumers(self, *, functions: bool, workers: int) -> None:
        """Let functions, workers or both receive orders, and wait until as many workers are at it."""
        receive = "--functions" if functions else "--no-functions"
        self.command("flow-set", "orders", "--min", str(workers), "--max", str(workers), receive)
        wait_for(f"{workers} workers", lambda: self._workers() == workers, within_seconds=120, every_seconds=0.5)

    def _workers(self) -> int:
        beats: list[dict[str, Any]] = json.loads(self.command("workers", "--json"))["workers"]
        return sum(beat["lane"] == "orders" for beat in beats)

    def programs(self) -> dict[str, int]:
        """Return the process id of each supervised program."""
        running = Supervisor(self.settings.place).processes()
        return {process.name: process.pid for process in running if process.pid}


def classify(program: str, process: psutil.Process) -> str:
    """Count functions apart from LocalStack, and workers apart from the scaler that starts them."""
    words = " ".join(process.cmdline())
    if program == "localstack" and "/localstack_process_executor/" in words:
        return "functions"
    if program == "scaler" and " worker " in words:
        return "workers"
    return program


@contextmanager
def own_installation(*, sources: int) -> Iterator[Installation]:
    """Run a fresh installation with so many sources, in its own folder and on free ports; delete it at the end.

    ESTEIRA_HOME says where the folder is, and ESTEIRA_*_PORT which ports to take instead.
    """
    variables = fresh_variables(sources=sources)
    try:
        run_command(("up",), variables)
        installation = running(variables)
        installation.stop_scheduled_publishing()
        yield installation
    finally:
        remove(variables)


def running(variables: Mapping[str, str]) -> Installation:
    """Return the installation that was started with these variables."""
    return Installation(_settings(variables), variables)


def fresh_variables(*, sources: int) -> dict[str, str]:
    """Return the variables of an installation in a folder in which nothing runs, and which is empty."""
    home = Path(os.environ.get("ESTEIRA_HOME", REPOSITORY), FOLDER)
    ports = {name: f"ESTEIRA_{name}_PORT" for name in PORTS}
    variables = {
        "ESTEIRA_HOME": str(home),
        "ESTEIRA_SIMULATE_TROUBLE": "true",
        "ESTEIRA_EMBEDDED_SOURCES": json.dumps([f"source{number}" for number in range(1, sources + 1)]),
        **{port: os.environ.get(port) or str(free_port()) for port in ports.values()},
    }
    if home.exists():
        remove(variables)
    return variables


def remove(variables: Mapping[str, str]) -> None:
    """Stop what runs in the folder, and delete it."""
    run_command(("down",), variables)
    shutil.rmtree(variables["ESTEIRA_HOME"])


def _settings(variables: Mapping[str, str]) -> LocalSettings:
    fields = {name.removeprefix("ESTEIRA_").lower(): value for name, value in variables.items()}
    return LocalSettings.model_validate(fields | {"embedded_sources": json.loads(fields["embedded_sources"])})


def run_command(arguments: Sequence[str], variables: Mapping[str, str]) -> str:
    """See `Installation.command`."""
    done = subprocess.run(
        (str(ESTEIRA), *arguments),
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        check=False,
        timeout=COMMAND_LIMIT_SECONDS,
    )
    if done.returncode:
        raise SystemExit(f"esteira {' '.join(arguments)} failed:\n{done.stderr[-2000:]}")
    return done.stdout
