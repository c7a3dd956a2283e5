"""docker-compose.yml: images pinned, health checks, loopback only, no access to Docker's socket."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from infra.local.home import REPOSITORY
from infra.local.secrets import Secrets
from infra.local.services.service_endpoints import resolve
from infra.local.settings import LocalSettings

FILE = REPOSITORY / "docker-compose.yml"
ONE_SHOTS = {"deploy"}
TAG = re.compile(r"[\w./-]+:v?\d+\.\d+[\w.-]*")
VARIABLE = re.compile(r"\$\{(\w+)\}")

TEXT = FILE.read_text(encoding="utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load(TEXT)
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
DOCKERFILES = sorted((REPOSITORY / "infra" / "docker").glob("*.Dockerfile"))


def settings() -> dict[str, str]:
    """What `.env` says."""
    lines = (REPOSITORY / ".env").read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def environment(service: str) -> dict[str, str]:
    given = SERVICES[service]["environment"]
    return {name: VARIABLE.sub(lambda found: settings()[found[1]], str(value)) for name, value in given.items()}


each_service = pytest.mark.parametrize("name", SERVICES)


@each_service
def test_every_image_is_pinned(name: str) -> None:
    assert TAG.fullmatch(SERVICES[name]["image"])


@pytest.mark.parametrize("dockerfile", DOCKERFILES, ids=lambda path: path.name)
def test_every_base_is_pinned_and_both_are_the_same(dockerfile: Path) -> None:
    bases = re.findall(r"^FROM (\S+)", dockerfile.read_text(encoding="utf-8"), re.MULTILINE)

    assert bases == ["python:3.11.13-slim-bookworm"]


@each_service
def test_every_service_has_a_health_check_or_exits(name: str) -> None:
    service = SERVICES[name]

    assert ("healthcheck" in service) != (name in ONE_SHOTS)
    assert service["restart"] == ("no" if name in ONE_SHOTS else "unless-stopped")


@each_service
def test_ports_are_bound_to_loopback(name: str) -> None:
    assert [port for port in SERVICES[name].get("ports", []) if not port.startswith("127.0.0.1:${")] == []


@each_service
def test_a_dependency_is_waited_for_until_it_is_ready(name: str) -> None:
    for other, wait in SERVICES[name].get("depends_on", {}).items():
        ready = "service_completed_successfully" if other in ONE_SHOTS else "service_healthy"
        assert (other in SERVICES, wait["condition"]) == (True, ready)


def test_no_container_has_the_socket_of_docker() -> None:
    assert "docker.sock" not in TEXT
    assert not any(service.get("privileged") for service in SERVICES.values())


def test_data_is_in_named_volumes_and_mounted_files_exist() -> None:
    mounts = [mount.split(":")[0] for service in SERVICES.values() for mount in service.get("volumes", [])]

    files = [REPOSITORY / mount for mount in mounts if mount.startswith(".")]
    assert {mount for mount in mounts if not mount.startswith(".")} == set(COMPOSE["volumes"])
    assert [path for path in files if not path.exists()] == []


def test_env_has_exactly_the_variables_that_compose_uses() -> None:
    assert set(VARIABLE.findall(TEXT)) == settings().keys() - {"COMPOSE_PROJECT_NAME"}


def test_ports_are_the_usual_ones() -> None:
    known = {
        "SOURCE1": 5432,
        "SOURCE2": 5433,
        "TARGET": 5434,
        "MONGO_EXPRESS": 8081,
        "FLOWER": 5555,
        "LOCALSTACK": 4566,
    }

    assert {name: int(settings()[f"{name}_PORT"]) for name in known} == known


def test_the_deployment_embeds_no_service(tmp_path: Path) -> None:
    variables = {name.removeprefix("ESTEIRA_").lower(): value for name, value in environment("deploy").items()}
    parsed = {name: json.loads(value) if value.startswith("{") else value for name, value in variables.items()}
    local = LocalSettings.model_validate({**parsed, "home": tmp_path})

    endpoints = resolve(local, Secrets.of(local.place))

    assert (endpoints.embedded, set(endpoints.sources)) == (frozenset(), {"source1", "source2"})
    assert endpoints.aws_endpoint_url == "http://localstack:4566"


def test_dockerignore_excludes_nothing_that_images_need() -> None:
    kept = (REPOSITORY / ".dockerignore").read_text(encoding="utf-8").splitlines()
    copied = {
        source.split("/")[0]
        for dockerfile in DOCKERFILES
        for line in re.findall(r"^COPY --chown=esteira (.+) \S+$", dockerfile.read_text(encoding="utf-8"), re.MULTILINE)
        for source in line.split()
    }

    assert {f"!{name}" for name in copied} <= set(kept)
    assert [name for name in copied if not (REPOSITORY / name).exists()] == []
