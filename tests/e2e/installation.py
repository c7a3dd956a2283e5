"""An installation for the e2e suite with its own home and ports, used through the command line and HTTP only."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import httpx
from esteira.core.names import LANES

from infra.local.home import REPOSITORY
from tests.harness.environment import inherited_variables
from tests.harness.load import Key
from tests.harness.ports import free_port
from tests.harness.reaper import reaper
from tests.harness.waiting import TooLate, wait_for

RETRY_DELAY_SECONDS = 1
QUIET = "quiet"
"""A third source, which only the schedule publishes after the sample orders."""

BUSY = ("source1", "source2")
SOURCES = (*BUSY, QUIET)

COMMAND_SECONDS = 600
REST_SECONDS = 600
"""Several times what a slow machine needs, so that only a test that hangs is ended."""


@dataclass(frozen=True)
class CommandResult:
    """Exit code and output of a command."""

    exit_code: int
    output: str
    errors: str

    @property
    def json(self) -> Any:
        """The output parsed as JSON."""
        return json.loads(self.output)


class Installation:
    """An installation, controlled through the command line and HTTP."""

    def __init__(self, home: Path) -> None:
        self.variables = _variables(home)

    def esteira(self, *arguments: str, given: str = "", **variables: str) -> CommandResult:
        """Run a command with additional variables and what it reads from its input, and return its result."""
        done = subprocess.run(
            [*ESTEIRA, *arguments],
            cwd=REPOSITORY,
            env=self.variables | variables,
            input=given,
            capture_output=True,
            text=True,
            timeout=COMMAND_SECONDS,
            check=False,
        )
        return CommandResult(done.returncode, done.stdout, done.stderr)

    def run(self, orders: int) -> str:
        """Run `esteira run`, which starts everything and processes sample orders, and return its output."""
        result = self.esteira("run", "--orders", str(orders))
        assert result.exit_code == 0, result.output + result.errors
        self.clear_cache()
        return result.output

    def up(self) -> None:
        """Run `esteira up`, and clear what is cached of the last stack."""
        result = self.esteira("up")
        assert result.exit_code == 0, result.output + result.errors
        self.clear_cache()

    def clear_cache(self) -> None:
        """Clear what is cached of the stack, and close its HTTP client."""
        if client := self.__dict__.pop("http", None):
            client.close()
        self.__dict__.pop("environment", None)

    @cached_property
    def environment(self) -> Any:
        """The output of `esteira env --json`."""
        return self.esteira("env", "--json").json

    @cached_property
    def http(self) -> httpx.Client:
        """An HTTP client that sends the operator's token."""
        bearer = {"Authorization": f"Bearer {self.environment['operator_token']}"}
        return httpx.Client(base_url=self.environment["api_url"], headers=bearer, timeout=60)

    def fill(self, source: str, count: int) -> list[int]:
        """Create orders in a source, and return their ids."""
        created = self.http.post(f"/sources/{source}/orders", json={"count": count}).raise_for_status().json()
        return list(range(int(created["first_id"]), int(created["last_id"]) + 1))

    def publish(self, source: str) -> int:
        """Publish new orders of a source, and return their number."""
        published: int = self.http.post(f"/sources/{source}/publish").raise_for_status().json()["published"]
        return published

    def await_rest(self) -> Any:
        """Wait until no order is in motion, and return the ledger. The timeout error contains the last ledger."""
        last: dict[str, Any] = {}

        def at_rest() -> bool:
            last.update(self.http.get("/ledger").raise_for_status().json())
            return bool(last["at_rest"])

        try:
            wait_for("everything is at rest", at_rest, within_seconds=REST_SECONDS, every_seconds=0.5)
        except TooLate as error:
            raise TooLate(f"{error}: {last}") from None
        return last

    def stop_workers(self) -> None:
        """Set the workers of all lanes to 0, and wait until none is left."""
        for lane in LANES:
            result = self.esteira("flow-set", lane, "--min", "0", "--max", "0")
            assert result.exit_code == 0, result.output + result.errors
        wait_for("no worker is left", lambda: not self.workers(), every_seconds=0.5)

    def change_flow(self, fields: dict[str, Any]) -> None:
        """Change these fields of the flow configuration."""
        version = self.http.get("/flow").raise_for_status().json()["version"]
        self.http.put("/flow", json=fields | {"version": version}).raise_for_status()

    def workers(self) -> list[dict[str, Any]]:
        """Return the workers with a recent heartbeat."""
        workers: list[dict[str, Any]] = self.esteira("workers", "--json").json["workers"]
        return [worker for worker in workers if not worker["missing"]]

    def kill(self, service: str) -> None:
        """Kill one of the installation's services with SIGKILL."""
        self.signal(service, signal.SIGKILL)

    def signal(self, service: str, number: signal.Signals) -> None:
        """Send a signal to one of the installation's services."""
        services = self.esteira("status", "--json").json["services"]
        (pid,) = [status["pid"] for status in services if status["service"] == service]
        os.kill(pid, number)


@dataclass(frozen=True, kw_only=True)
class Sample:
    """The output of `esteira run`, and an order inserted afterwards for the schedule."""

    report: str
    scheduled_order: Key


PORTS = ("POSTGRES", "REDIS", "MONGO", "LOCALSTACK", "CONSOLE", "FLOWER", "PROVIDER")
ESTEIRA = (sys.executable, "-m", "infra.cli.main")


@contextmanager
def temporary_installation(home: Path) -> Iterator[Installation]:
    """An installation that is shut down at the end, even if tests fail."""
    installation = Installation(home)
    reaper().at_the_end("installation", [*ESTEIRA, "down"], installation.variables)
    try:
        yield installation
    finally:
        installation.clear_cache()
        installation.esteira("down")
        reaper().done("installation")


def _variables(home: Path) -> dict[str, str]:
    ports = {f"ESTEIRA_{name}_PORT": str(free_port()) for name in PORTS}
    settings = {
        "ESTEIRA_HOME": str(home),
        "ESTEIRA_EMBEDDED_SOURCES": json.dumps(SOURCES),
        "ESTEIRA_RETRY_DELAY_SECONDS": str(RETRY_DELAY_SECONDS),
    }
    return inherited_variables() | ports | settings
