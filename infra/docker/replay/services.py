"""The services of docker-compose.yml that run our own images."""

import os
import re
import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, Field

from infra.local.home import REPOSITORY

VARIABLE = re.compile(r"\$\{(\w+)\}")


class Build(BaseModel):
    """The stage of our Dockerfile that is the image."""

    target: str


class HealthCheck(BaseModel):
    """How it is asked whether it is well."""

    test: list[str]

    @property
    def command(self) -> Sequence[str]:
        """Without the word `CMD`."""
        return self.test[1:]


class Service(BaseModel):
    """A service, under the names of the file."""

    build: Build
    entrypoint: list[str] | None = None
    command: list[str] | None = None
    environment: dict[str, Any] = Field(default_factory=dict)
    volumes: list[str] = Field(default_factory=list)
    tmpfs: list[str] = Field(default_factory=list)
    read_only: bool = False
    healthcheck: HealthCheck | None = None


def variables(path: Path = REPOSITORY / ".env") -> dict[str, str]:
    """What `.env` says."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def own_services(given: Mapping[str, str]) -> Mapping[str, Service]:
    """Those with an image of ours, by name, in the order of the file."""
    text = (REPOSITORY / "docker-compose.yml").read_text(encoding="utf-8")
    filled = VARIABLE.sub(lambda found: given[found[1]], text)
    services = yaml.safe_load(filled)["services"]
    return {name: Service.model_validate(one) for name, one in services.items() if "build" in one}


def mounts(service: Service, root: Path, store: Path) -> Sequence[str]:
    """The shell commands that mount what the service may write, and then make the rest read-only."""
    return [
        *(f"mount -t tmpfs -o mode=1777 tmpfs {root}{place}" for place in service.tmpfs),
        *(shlex.join(("mount", "--bind", str(folder), f"{root}{place}")) for folder, place in _volumes(service, store)),
        *(_read_only(root) if service.read_only else []),
    ]


def _read_only(root: Path) -> Sequence[str]:
    # The kernel refuses while a container that starts at the same time mounts something there.
    once = f"mount -o remount,ro,bind {root}"
    return [f"for attempt in $(seq 50); do {once} 2>/dev/null && break; sleep 0.1; done", once]


def make_volumes(service: Service, root: Path, store: Path) -> None:
    """A new volume has the owner of the folder in the image."""
    for folder, place in _volumes(service, store):
        if not folder.exists():
            folder.mkdir(parents=True)
            owner = (root / place.lstrip("/")).stat()
            os.chown(folder, owner.st_uid, owner.st_gid)


def _volumes(service: Service, store: Path) -> list[tuple[Path, str]]:
    pairs = (volume.split(":")[:2] for volume in service.volumes)
    return [(store / "volumes" / name, place) for name, place in pairs]
