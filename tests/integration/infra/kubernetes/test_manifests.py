"""The manifests: kubectl renders them, Kubernetes' own schemas accept them, and they say what the code says."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from esteira.core.environment import FromEnvironment
from esteira.core.names import LANES, Lane
from esteira.core.settings import BridgeSettings, ConsoleSettings, LookupLaneSettings, read
from esteira.scaling.config import DEFAULT_LANES, WorkerLimits

from bridge.configuration import configuration
from bridge.scaler.kubernetes.pod_workers import deployment_name
from infra.local.home import REPOSITORY
from infra.local.processes.bridge import BEAT, FLOWER, JOBS, MANAGER, RECOVERY, SCALER
from infra.local.virtualenvs import ENVIRONMENTS
from tests.fixtures.programs import program
from tests.unit.bridge.planned import settings

MANIFESTS = REPOSITORY / "infra" / "kubernetes"
OVERLAYS = ("overlays/local", "overlays/production")
KEDA = "alternatives/keda"
OLDEST, NEWEST = "1.31", "1.37"
"""The versions of Kubernetes from and up to which the manifests are checked."""
KEY = "k" * 44
PYTHON = "/app/.venv/bin/python"
COMPOSE: Mapping[str, Any] = yaml.safe_load((REPOSITORY / "docker-compose.yml").read_text(encoding="utf-8"))["services"]
COMMANDS: Mapping[str, Sequence[str]] = {
    "beat": BEAT,
    "manager": MANAGER,
    "recovery": RECOVERY,
    "jobs": JOBS,
    "scaler": SCALER,
    "flower": FLOWER,
    "console": ("", "-m", "console"),
    **{deployment_name(lane): ("", "-m", "bridge.worker", lane) for lane in LANES},
}
"""Each Deployment, and the command of the local installation that it must run."""

Document = dict[str, Any]

each_overlay = pytest.mark.parametrize("overlay", OVERLAYS)
each_deployment = pytest.mark.parametrize("name", COMMANDS)
each_lane = pytest.mark.parametrize("lane", LANES)


def tool(name: str) -> str:
    """One of the programs beside SAM; `make setup-sam` installs them."""
    return program(str(ENVIRONMENTS["sam"].folder / "bin" / name))


@cache
def rendered(overlay: str) -> str:
    command = [tool("kubectl"), "kustomize", str(MANIFESTS / overlay)]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout


@cache
def parsed(overlay: str) -> Sequence[Document]:
    return list(yaml.safe_load_all(rendered(overlay)))


def documents(overlay: str, kind: str) -> dict[str, Document]:
    """The documents of a kind, by name."""
    return {each["metadata"]["name"]: each for each in parsed(overlay) if each["kind"] == kind}


def pod(name: str, overlay: str = "overlays/local") -> Document:
    found: Document = documents(overlay, "Deployment")[name]["spec"]["template"]["spec"]
    return found


def container(name: str, overlay: str = "overlays/local") -> Document:
    found: Document = pod(name, overlay)["containers"][0]
    return found


def rule_of(overlay: str, name: str) -> Document:
    found: Document = documents(overlay, "NetworkPolicy")[name]["spec"]
    return found


def env_file(path: Path) -> dict[str, str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def variables(name: str, overlay: str) -> dict[str, str]:
    """What a container is given, with the example's connections."""
    config: dict[str, str]
    (config,) = (each["data"] for each in documents(overlay, "ConfigMap").values())
    own = {each["name"]: KEY for each in container(name, overlay).get("env", [])}
    return config | env_file(MANIFESTS / "connections.env") | own


@pytest.mark.parametrize(
    ("overlay", "version"), [*((each, NEWEST) for each in (*OVERLAYS, KEDA)), (OVERLAYS[0], OLDEST)]
)
def test_manifests_are_valid_in_the_strict_schemas_of_kubernetes(overlay: str, version: str, tmp_path: Path) -> None:
    file = tmp_path / "all.yaml"
    file.write_text(rendered(overlay), encoding="utf-8")

    command = [tool("kubernetes-validate"), "--strict", "-k", version, str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)

    lines = [line for line in (done.stdout + done.stderr).splitlines() if " passed for resource " not in line]
    assert [line for line in lines if "api version keda.sh/v1alpha1" not in line] == []
    assert done.returncode == 0 or overlay == KEDA


@each_overlay
def test_every_program_of_the_local_installation_has_its_deployment(overlay: str) -> None:
    assert documents(overlay, "Deployment").keys() == COMMANDS.keys()


@each_deployment
def test_a_pod_runs_the_command_of_the_local_installation(name: str) -> None:
    local = [part.replace(str(REPOSITORY), "/app") for part in COMMANDS[name][1:]]

    assert container(name)["command"] == [PYTHON, *local]
    assert container(name)["image"] == COMPOSE["console"]["image"]


@each_deployment
def test_no_pod_is_root_or_writes_to_its_image_or_is_unlimited(name: str) -> None:
    shared, own = pod(name)["securityContext"], container(name)["securityContext"]

    assert (shared["runAsNonRoot"], shared["seccompProfile"]) == (True, {"type": "RuntimeDefault"})
    assert own == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    for limits in container(name)["resources"].values():
        assert limits.keys() == {"cpu", "memory"}
    assert "livenessProbe" in container(name)


@each_overlay
def test_only_the_scaler_has_a_token_and_may_scale_the_workers_alone(overlay: str) -> None:
    users = {name: pod(name, overlay)["serviceAccountName"] for name in COMMANDS}
    accounts = documents(overlay, "ServiceAccount")
    (role,) = documents(overlay, "Role").values()

    assert {name for name in users if accounts[users[name]].get("automountServiceAccountToken", True)} == {"scaler"}
    assert [name for name in users if users[name] == "scaler"] == ["scaler"]
    assert {name for rule in role["rules"] for name in rule["resourceNames"]} == set(map(deployment_name, LANES))
    assert [(rule["resources"], rule["verbs"]) for rule in role["rules"]] == [
        (["deployments"], ["list", "watch"]),
        (["deployments/scale"], ["get", "patch"]),
    ]


@each_lane
def test_the_number_of_workers_is_the_scalers_and_each_may_finish_its_batch(lane: Lane) -> None:
    name = deployment_name(lane)
    longest = configuration(settings())["task_time_limit"]

    assert "replicas" not in documents("overlays/production", "Deployment")[name]["spec"]
    assert pod(name)["terminationGracePeriodSeconds"] > longest
    assert mebibytes(container(name)["resources"]["limits"]["memory"]) > WorkerLimits().max_memory_mib


@each_overlay
@pytest.mark.parametrize(
    ("name", "models"),
    [
        ("manager", [BridgeSettings]),
        ("worker-lookups", [BridgeSettings, LookupLaneSettings]),
        ("console", [ConsoleSettings]),
    ],
)
def test_a_pod_is_given_all_settings_that_its_program_needs(
    name: str, models: Sequence[type[FromEnvironment]], overlay: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = variables(name, overlay)
    for variable in [*os.environ]:
        if variable.startswith("ESTEIRA_"):
            monkeypatch.delenv(variable)
    for variable, value in given.items():
        monkeypatch.setenv(variable, value)

    for each in map(read, models):
        assert not isinstance(each, BridgeSettings) or (each.scaler, set(each.lanes)) == ("kubernetes", set(LANES))


@each_overlay
def test_every_variable_is_a_setting(overlay: str) -> None:
    models = (BridgeSettings, ConsoleSettings, LookupLaneSettings)
    known = {f"ESTEIRA_{field.upper()}" for model in models for field in model.model_fields} | {"ESTEIRA_HOME"}

    given = {name for name in variables("console", overlay) if name.startswith("ESTEIRA_")}
    assert given <= known
    # Every probe would read the secret, and fail while it cannot.
    assert "ESTEIRA_CONNECTIONS_SECRET_ARN" not in given


@pytest.mark.parametrize(("name", "variable"), [("console", "CONSOLE"), ("flower", "FLOWER")])
def test_a_service_leads_to_the_port_on_which_its_program_listens(name: str, variable: str) -> None:
    listens = variables(name, "overlays/local")
    (port,) = container(name)["ports"]
    (served,) = documents("overlays/local", "Service")[name]["spec"]["ports"]

    assert [port["containerPort"], served["port"]] == [int(listens[f"ESTEIRA_{variable}_PORT"])] * 2
    assert listens[f"ESTEIRA_{variable}_HOST"] == "0.0.0.0"
    assert COMPOSE[name]["ports"][0].endswith(f":{served['port']}")


@each_overlay
def test_nobody_speaks_to_anybody_but_where_a_policy_says_so(overlay: str) -> None:
    assert rule_of(overlay, "default-deny") == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}
    opened = {name for name in documents(overlay, "NetworkPolicy") if "ingress" in rule_of(overlay, name)}
    assert opened == {"console", "flower"}
    ports = {each["port"] for each in rule_of(overlay, "stores")["egress"][0]["ports"]}
    assert ports == {5432, 6379, 27017, 443} | ({4566} if overlay == "overlays/local" else set())


@each_overlay
def test_no_secret_is_in_the_manifests_and_the_guide_makes_those_they_name(overlay: str) -> None:
    guide = (REPOSITORY / "docs" / "kubernetes.md").read_text(encoding="utf-8")
    named = set()
    for name in documents(overlay, "Deployment"):
        named |= {each["secretRef"]["name"] for each in container(name, overlay)["envFrom"] if "secretRef" in each}
        named |= {each["valueFrom"]["secretKeyRef"]["name"] for each in container(name, overlay).get("env", [])}

    assert documents(overlay, "Secret") == {}
    assert named == {"esteira-connections", "esteira-keys", "esteira-aws"}
    assert [name for name in named if f"create secret generic {name} " not in guide] == []


def test_the_local_overlay_names_the_emulator_as_compose_does() -> None:
    assert "http://localstack:4566" in rendered("overlays/local")
    assert COMPOSE["localstack"]["ports"][0].endswith(":4566")


@each_lane
def test_keda_keeps_to_the_default_limits_of_a_lane_and_runs_alone(lane: Lane) -> None:
    scaled = documents(KEDA, "ScaledObject")[deployment_name(lane)]["spec"]
    limits = DEFAULT_LANES[lane]

    assert (scaled["minReplicaCount"], scaled["maxReplicaCount"]) == (limits.min_workers, limits.max_workers)
    assert scaled["scaleTargetRef"]["name"] == deployment_name(lane)
    assert documents(KEDA, "Deployment").keys() == COMMANDS.keys() - {"scaler"}
    assert documents(KEDA, "Role") == {}


def mebibytes(text: str) -> int:
    return int(text.removesuffix("Mi"))
