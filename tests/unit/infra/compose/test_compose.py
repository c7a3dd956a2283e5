"""docker-compose.yml: all of `make run`, images pinned, containers without rights, health checks, loopback only."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from esteira.core.lookup_providers import LookupProviders
from pydantic import TypeAdapter

from infra.docker.replay.dockerfile import stages
from infra.docker.replay.images import DOCKERFILE
from infra.docker.replay.services import VARIABLE, variables
from infra.local.home import REPOSITORY
from infra.local.processes import bridge, provider
from infra.local.secrets import Secrets
from infra.local.services.service_endpoints import resolve
from infra.local.services.supervised import supervised_services
from infra.local.settings import LocalSettings

FILE = REPOSITORY / "docker-compose.yml"
ONE_SHOTS = {"deploy"}
TAG = re.compile(r"[\w./-]+:v?\d+\.\d+[\w.-]*")
DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
WATCHING = {"flower", "mongo-express", "prometheus", "grafana"}
REPLACED = {
    "postgres": ("source1", "source2", "target"),
    "stack_restorer": ("restorer",),
    # The engine's restart policy.
    "program_restorer": (),
}
"""What stands for the programs of `make run` that are no services here."""
TEXT = FILE.read_text(encoding="utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load(TEXT)
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
STAGES = {stage.name: stage for stage in stages(DOCKERFILE)}


def environment(service: str) -> dict[str, str]:
    given = SERVICES[service]["environment"]
    return {name: VARIABLE.sub(lambda found: variables()[found[1]], str(value)) for name, value in given.items()}


def user_of(service: dict[str, Any]) -> str:
    """The user of a service: that of its image where it is ours."""
    if "build" not in service:
        return str(service["user"])
    return STAGES[service["build"]["target"]].last("USER")


each_service = pytest.mark.parametrize("name", SERVICES)


@each_service
def test_every_image_is_pinned(name: str) -> None:
    tag, _, digest = SERVICES[name]["image"].partition("@")

    assert TAG.fullmatch(tag)
    assert "build" in SERVICES[name] or DIGEST.fullmatch(digest)


def test_all_stages_have_the_same_base_which_is_pinned() -> None:
    text = DOCKERFILE.read_text(encoding="utf-8")

    (base,) = re.findall(r"^ARG PYTHON=(\S+)$", text, re.MULTILINE)
    assert set(re.findall(r"^FROM (\S+)", text, re.MULTILINE)) == {"${PYTHON}"}
    tag, _, digest = base.partition("@")
    assert TAG.fullmatch(tag)
    assert DIGEST.fullmatch(digest)


@each_service
def test_a_container_has_no_rights_and_writes_to_volumes_alone(name: str) -> None:
    service = SERVICES[name]

    assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert user_of(service).split(":")[0] not in ("", "0", "root")


@each_service
def test_what_a_service_needs_is_started_by_each_of_its_profiles(name: str) -> None:
    service = SERVICES[name]

    needed = [SERVICES[other] for other in service.get("depends_on", {})]
    assert [other for other in needed if not set(service["profiles"]) <= set(other["profiles"])] == []


def test_without_a_choice_everything_is_started() -> None:
    started = variables()["COMPOSE_PROFILES"]

    assert [name for name, service in SERVICES.items() if started not in service["profiles"]] == []
    assert {name for name, service in SERVICES.items() if "core" not in service["profiles"]} == WATCHING


def test_nothing_of_the_local_installation_is_missing(tmp_path: Path) -> None:
    local = LocalSettings(home=tmp_path)
    programs = {one.name for one in supervised_services(local, resolve(local, Secrets.of(local.place)))}

    assert {name for program in programs for name in REPLACED.get(program, (program,))} <= SERVICES.keys()


@pytest.mark.parametrize("name", ["beat", "manager", "recovery", "jobs"])
def test_the_bridge_is_started_as_in_the_local_installation(name: str) -> None:
    ours = {"beat": bridge.BEAT, "manager": bridge.MANAGER, "recovery": bridge.RECOVERY, "jobs": bridge.JOBS}[name]

    assert tuple(SERVICES[name]["command"][1:]) == ours[1:]


def test_look_ups_ask_the_provider_as_in_the_local_installation() -> None:
    found = TypeAdapter[LookupProviders](LookupProviders).validate_json(
        environment("deploy")["ESTEIRA_LOOKUP_PROVIDERS"]
    )
    ours = provider.lookup_providers(LocalSettings(provider_port=8092))

    assert found == tuple(
        one.model_copy(update={"base_url": one.base_url.replace("127.0.0.1", "provider"), "own_network": True})
        for one in ours
    )
    assert SERVICES["provider"]["command"][0] == "8092"


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
    assert set(VARIABLE.findall(TEXT)) == variables().keys() - {"COMPOSE_PROJECT_NAME", "COMPOSE_PROFILES"}


def test_ports_are_the_usual_ones() -> None:
    known = {
        "SOURCE1": 5432,
        "SOURCE2": 5433,
        "TARGET": 5434,
        "MONGO_EXPRESS": 8081,
        "FLOWER": 5555,
        "LOCALSTACK": 4566,
    }

    assert {name: int(variables()[f"{name}_PORT"]) for name in known} == known


def test_the_deployment_embeds_no_service(tmp_path: Path) -> None:
    variables = {name.removeprefix("ESTEIRA_").lower(): value for name, value in environment("deploy").items()}
    parsed = {name: json.loads(value) if value.startswith(("{", "[")) else value for name, value in variables.items()}
    local = LocalSettings.model_validate({**parsed, "home": tmp_path})

    endpoints = resolve(local, Secrets.of(local.place))

    assert (endpoints.embedded, set(endpoints.sources)) == (frozenset(), {"source1", "source2"})
    assert (endpoints.aws_endpoint_url, local.emulator_has_bundle) == ("http://localstack:4566", True)


def test_dockerignore_excludes_nothing_that_images_need() -> None:
    kept = (REPOSITORY / ".dockerignore").read_text(encoding="utf-8").splitlines()
    copies = [step.arguments.split()[1:-1] for step in STAGES["build"].steps if step.instruction == "COPY"]
    copied = {source.split("/")[0] for sources in copies for source in sources}

    assert {f"!{name}" for name in copied} <= set(kept)
    assert [name for name in copied if not (REPOSITORY / name).exists()] == []
