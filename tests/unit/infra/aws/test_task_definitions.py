"""infra/aws: task definitions as ECS takes them, which run the same programs as an installation here."""

import json
import re
import sys
from typing import Any

import botocore.session
import pytest
from botocore.validate import ParamValidator
from esteira.core.settings import BridgeSettings, ConsoleSettings, LookupLaneSettings, read
from pydantic import BaseModel

from infra.local.home import REPOSITORY
from infra.local.processes.bridge import BEAT, JOBS, MANAGER, RECOVERY, SCALER
from tests.harness.environment import environment

PROGRAMS: dict[str, dict[str, tuple[str, ...]]] = {
    "bridge": {"beat": BEAT, "manager": MANAGER, "recovery": RECOVERY, "jobs": JOBS, "scaler": SCALER},
    "console": {"console": (sys.executable, "-m", "console")},
}
MODELS: dict[str, type[BaseModel]] = {"bridge": BridgeSettings, "console": ConsoleSettings}
VALUES = {
    "LANES": json.dumps({"orders": {"queue_url": "http://x/orders", "dlq_url": "http://x/orders-dlq"}}),
    "TIME_ZONE": "America/Sao_Paulo",
    "CPU": "X86_64",
    "CONNECTIONS_SECRET_ARN": "",
}
"""The other values may be any text."""

OF_THE_SECRET = {
    "ESTEIRA_SOURCES": '{"shop": {"dsn": "dbname=shop"}}',
    "ESTEIRA_TARGET_DSN": "dbname=target",
    "ESTEIRA_REDIS_URL": "redis://x",
    "ESTEIRA_MONGO_URL": "mongodb://x",
    "ESTEIRA_SECRETS_KEY": "k" * 44,
    "ESTEIRA_OPERATOR_TOKEN": "t" * 16,
}

each_task = pytest.mark.parametrize("name", PROGRAMS)


def task(name: str) -> Any:
    text = (REPOSITORY / "infra" / "aws" / f"{name}.task-definition.json").read_text(encoding="utf-8")
    filled = re.sub(r"\$\{(\w+)\}", lambda found: json.dumps(VALUES.get(found[1], found[1].lower()))[1:-1], text)
    return json.loads(filled)


@each_task
def test_ecs_takes_the_task_definition(name: str) -> None:
    ecs = botocore.session.get_session().get_service_model("ecs")
    shape = ecs.shape_for("RegisterTaskDefinitionRequest")

    report = ParamValidator().validate(task(name), shape)

    assert report.generate_report() == ""


@each_task
def test_each_container_runs_the_program_that_runs_here(name: str) -> None:
    containers = task(name)["containerDefinitions"]

    commands = {each["name"]: (*each["entryPoint"], *each["command"])[1:] for each in containers}

    assert commands == {name: program[1:] for name, program in PROGRAMS[name].items()}


@each_task
def test_the_variables_and_the_secret_are_all_settings_that_a_container_needs(name: str) -> None:
    for container in task(name)["containerDefinitions"]:
        variables = {each["name"]: each["value"] for each in container["environment"]}
        known = MODELS[name].model_fields.keys() | LookupLaneSettings.model_fields.keys()

        assert {each.removeprefix("ESTEIRA_").lower() for each in variables} <= known
        with environment(variables | OF_THE_SECRET):
            assert read(MODELS[name])  # type: ignore[type-var]
