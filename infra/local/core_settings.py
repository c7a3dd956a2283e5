"""The core's settings for the command line: from ESTEIRA_* variables, else from what is running here."""

import json
import os
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from esteira.core.connections.secret import connections
from esteira.core.errors import BadSettings
from esteira.core.names import LANES
from esteira.core.settings import (
    AccountSettings,
    AuthenticationSettings,
    CallbackSettings,
    ErrorQueueSettings,
    FailureSettings,
    FlowSettings,
    LookupSettings,
    OperatorSettings,
    OutboxSettings,
    ProducerSettings,
    ReportSettings,
)
from pydantic import BaseModel, ValidationError

from infra.local.environment import Environment
from infra.local.settings import LocalSettings
from infra.local.stack.outputs import completed

S = TypeVar("S", bound=BaseModel)


def core_settings(given: Mapping[str, str] = os.environ) -> OperatorSettings:
    """The settings of `esteira.reconciliation.wiring`.

    Raises `NothingRunning` or `NotDeployed` when variables are missing and nothing runs here, `BadSettings` when one
    is wrong.
    """
    return settings_from(OperatorSettings, given, _what_runs)


def producer_settings(given: Mapping[str, str] = os.environ) -> ProducerSettings:
    """The settings of `esteira.producer.wiring`; raises as `core_settings` does."""
    return settings_from(ProducerSettings, given, _what_runs)


def callback_settings(given: Mapping[str, str] = os.environ) -> CallbackSettings:
    """The settings of `esteira.callbacks.wiring`; raises as `core_settings` does."""
    return settings_from(CallbackSettings, given, _what_runs)


def flow_settings(given: Mapping[str, str] = os.environ) -> FlowSettings:
    """The settings of `esteira.scaling.wiring`; raises as `core_settings` does."""
    return settings_from(FlowSettings, given, _what_runs)


def authentication_settings(given: Mapping[str, str] = os.environ) -> AuthenticationSettings:
    """The settings of who may call, and of the audit log; raises as `core_settings` does."""
    return settings_from(AuthenticationSettings, given, _what_runs)


def account_settings(given: Mapping[str, str] = os.environ) -> AccountSettings:
    """The settings of `esteira.accounts.wiring`; raises as `core_settings` does."""
    return settings_from(AccountSettings, given, _what_runs_with_keys)


def outbox_settings(given: Mapping[str, str] = os.environ) -> OutboxSettings:
    """The settings of `esteira.lookups.digests.wiring`; raises as `core_settings` does."""
    return settings_from(OutboxSettings, given, _what_runs_with_keys)


def failure_settings(given: Mapping[str, str] = os.environ) -> FailureSettings:
    """The settings of `esteira.failures.wiring`; raises as `core_settings` does."""
    return settings_from(FailureSettings, given, _what_runs)


def error_queue_settings(given: Mapping[str, str] = os.environ) -> ErrorQueueSettings:
    """The settings of `esteira.failures.redrive_wiring`; raises as `core_settings` does."""
    return settings_from(ErrorQueueSettings, given, _what_runs)


def report_settings(given: Mapping[str, str] = os.environ) -> ReportSettings:
    """The settings of `esteira.reports.wiring`; raises as `core_settings` does."""
    return settings_from(ReportSettings, given, _what_runs)


def lookup_settings(given: Mapping[str, str] = os.environ) -> LookupSettings:
    """The settings of `esteira.lookups.wiring`; raises as `core_settings` does."""
    return settings_from(LookupSettings, given, _what_runs)


def operator_settings(environment: Environment) -> OperatorSettings:
    """The same for one environment, ignoring variables."""
    return OperatorSettings(**fields(environment))


def fields(environment: Environment) -> dict[str, Any]:
    """The fields of the core's settings, from what is running."""
    queues = environment.queues
    return {
        "sources": {
            name: {"dsn": dsn, "cursor_mode": environment.cursor_modes[name]}
            for name, dsn in environment.sources.items()
        },
        "target_dsn": environment.target_dsn,
        "redis_url": environment.redis_url,
        "mongo_url": environment.mongo_url,
        "operator_token": environment.operator_token,
        **{f"{lane}_queue_url": queues[lane].url if lane in queues else "" for lane in LANES},
        "errors_queue_url": environment.errors_queue.url if environment.errors_queue else "",
        "errors_dlq_url": environment.errors_queue.dlq_url if environment.errors_queue else "",
        "reports_bucket": environment.reports_bucket,
        "providers": {name: one.settings() for name, one in environment.providers.items()},
        "lookup_providers": [one.model_dump(mode="json") for one in environment.lookup_providers],
        "lookup_loopback": list(environment.lookup_loopback),
        "lanes": {lane: {"queue_url": queue.url, "dlq_url": queue.dlq_url} for lane, queue in queues.items()},
        "log_life_seconds": environment.log_life_seconds,
        "simulate_trouble": environment.simulate_trouble,
        "retry_delay_seconds": environment.retry_delay_seconds,
        "retry_growth": environment.retry_growth,
    }


def variables(environment: Environment) -> dict[str, str]:
    """The same as environment variables."""
    return {
        variable_name(name): value if isinstance(value, str) else json.dumps(value)
        for name, value in fields(environment).items()
        if value not in ("", {}, [])
    }


def variables_of_programs(environment: Environment) -> dict[str, str]:
    """The same for programs that run here, which seal mails and link to each other; `esteira env` exports neither."""
    return variables(environment) | {
        variable_name("secrets_key"): environment.secrets_key,
        variable_name("console_links"): json.dumps(_console_links(environment)),
    }


def _console_links(environment: Environment) -> dict[str, str]:
    api = f"{environment.api_url}/docs" if environment.api_url else ""
    return {name: url for name, url in (("flower", environment.flower_url), ("api", api)) if url}


def settings_from(model: type[S], given: Mapping[str, str], what_runs: Callable[[], dict[str, Any]]) -> S:
    """The model's fields from the variables and the secret; others from `what_runs`, called only if it is needed."""
    secret = connections(given.get(variable_name("connections_secret_arn"), ""))
    missing = [name for name in model.model_fields if not given.get(variable_name(name)) and name not in secret]
    needed = any(model.model_fields[name].is_required() for name in missing)
    known = what_runs() if needed else {}
    try:
        return model(**{name: known[name] for name in missing if name in known})
    except ValidationError as error:
        names = ", ".join(sorted({variable_name(str(item["loc"][0])) for item in error.errors()}))
        raise BadSettings(f"({names})") from error


def _what_runs() -> dict[str, Any]:
    return fields(completed(Environment.read(LocalSettings.from_environment().place)))


def _what_runs_with_keys() -> dict[str, Any]:
    # Not among the exports of `esteira env`: no tool needs the key, and shells keep what they export.
    environment = completed(Environment.read(LocalSettings.from_environment().place))
    return fields(environment) | {"secrets_key": environment.secrets_key}


def variable_name(field: str) -> str:
    """The variable of a field of the core's settings."""
    return f"ESTEIRA_{field.upper()}"
