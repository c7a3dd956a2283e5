"""Containers as processes."""

import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import psutil

from infra.docker.replay.dockerfile import Stage
from infra.docker.replay.namespaces import Image, inside, joining, rooted
from infra.docker.replay.services import Service, make_volumes, mounts
from infra.errors import ServiceFailed
from infra.local.waiting import wait_until

HEALTHY_WITHIN_SECONDS = 120


@dataclass(frozen=True, kw_only=True)
class Definition:
    """What a container is made of. `hosts` is a file in the form of /etc/hosts."""

    name: str
    service: Service
    image: Image
    stage: Stage
    store: Path
    hosts: Path

    @property
    def command(self) -> Sequence[str]:
        """The program that it runs: an entry point of the service discards the command of the image."""
        service, stage = self.service, self.stage
        standard = [] if service.entrypoint else stage.command("CMD")
        return [
            *(service.entrypoint or stage.command("ENTRYPOINT")),
            *(standard if service.command is None else service.command),
        ]

    @property
    def variables(self) -> Mapping[str, str]:
        """What the service adds to the environment."""
        return {name: str(value) for name, value in self.service.environment.items()}

    @property
    def log(self) -> Path:
        """What it prints."""
        return self.store / "logs" / f"{self.name}.log"


class Container:
    """A running container; it is killed at the end of the context."""

    def __init__(self, definition: Definition) -> None:
        self._definition = definition
        make_volumes(definition.service, definition.image.root, definition.store)
        definition.log.parent.mkdir(exist_ok=True)
        root = definition.image.root
        hosts = f"mount --bind {definition.hosts} {root}/etc/hosts"
        prepared = (hosts, *mounts(definition.service, root, definition.store))
        command = inside(definition.image, definition.command, definition.variables, prepared)
        with definition.log.open("ab") as log:
            self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()

    def kill(self) -> None:
        """End it with everything that it has started."""
        self._process.kill()
        self._process.wait()

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run a command inside, as `docker compose exec` does."""
        program = rooted(self._definition.image, command, self._definition.variables)
        child = psutil.Process(self._process.pid).children()[0].pid
        return subprocess.run(joining(child, program), capture_output=True, text=True, check=False)

    def await_health(self) -> None:
        """Return when its health check succeeds. Raises `ServiceFailed` with the end of its log."""
        wait_until(self._is_healthy, seconds=HEALTHY_WITHIN_SECONDS, failure=self._failure, pause_seconds=1)

    def await_end(self) -> None:
        """Return when it has ended well. Raises `ServiceFailed`."""
        if self._process.wait():
            raise self._failure()

    def _is_healthy(self) -> bool:
        if self._process.poll() is not None:
            raise self._failure()
        check = self._definition.service.healthcheck
        with suppress(psutil.NoSuchProcess, IndexError):
            return check is None or self.run(*check.command).returncode == 0
        return False

    def _failure(self) -> ServiceFailed:
        lines = self._definition.log.read_text(encoding="utf-8", errors="replace").splitlines()
        return ServiceFailed("\n".join([f"({self._definition.name})", *lines[-20:]]))
