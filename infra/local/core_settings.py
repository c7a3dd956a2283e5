"""The core's settings for the command line: each ESTEIRA_* variable that is given, else what is running here."""

import json
import os
from collections.abc import Mapping
from typing import Any

from esteira.errors import BadSettings
from esteira.settings import OperatorSettings
from pydantic import ValidationError

from infra.errors import NotDeployed
from infra.local.environment import Environment
from infra.local.settings import LocalSettings


def core_settings(given: Mapping[str, str] = os.environ) -> OperatorSettings:
    """The settings that `esteira.wiring` asks for.

    Raises `NothingRunning` or `NotDeployed` where variables are not given and nothing runs here, `BadSettings` where
    one is wrong.
    """
    missing = [name for name in OperatorSettings.model_fields if not given.get(_variable(name))]
    needed = any(OperatorSettings.model_fields[name].is_required() for name in missing)
    known = _from_what_runs() if needed else {}
    try:
        return OperatorSettings(**{name: known[name] for name in missing if name in known})
    except ValidationError as error:
        names = ", ".join(sorted({_variable(str(item["loc"][0])) for item in error.errors()}))
        raise BadSettings(f"({names})") from error


def fields(environment: Environment) -> dict[str, Any]:
    """The fields of the core's settings that follow from what is running."""
    return {
        "sources": {
            name: {"dsn": dsn, "cursor_mode": environment.cursor_modes[name]}
            for name, dsn in environment.sources.items()
        },
        "target_dsn": environment.target_dsn,
        "redis_url": environment.redis_url,
        "mongo_url": environment.mongo_url,
        "operator_token": environment.operator_token,
        "lanes": {
            lane: {"queue_url": queue.url, "dlq_url": queue.dlq_url} for lane, queue in environment.queues.items()
        },
        "log_life_seconds": environment.log_life_seconds,
        "simulate_trouble": environment.simulate_trouble,
    }


def variables(environment: Environment) -> dict[str, str]:
    """The same as variables of a shell."""
    return {
        _variable(name): value if isinstance(value, str) else json.dumps(value)
        for name, value in fields(environment).items()
        if value
    }


def _from_what_runs() -> dict[str, Any]:
    environment = Environment.read(LocalSettings.from_environment().place)
    if not environment.queues:
        raise NotDeployed
    return fields(environment)


def _variable(field: str) -> str:
    return f"ESTEIRA_{field.upper()}"
