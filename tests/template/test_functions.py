"""Functions: their handlers exist, their timeouts are consistent, and their variables are the settings of the code."""

import subprocess
import sys
from collections.abc import Mapping
from importlib import import_module

import pytest
from esteira.core.environment import FromEnvironment
from esteira.core.settings import (
    AccountSettings,
    AnnouncementSettings,
    AuthenticationSettings,
    BookingSettings,
    CallbackSettings,
    ConsumerSettings,
    FailureSettings,
    FlowSettings,
    HandOverSettings,
    LookupLaneSettings,
    LookupSettings,
    MailSettings,
    OperatorSettings,
    ProducerSettings,
    ReportingSettings,
    ReportSettings,
    TokenSettings,
)
from pydantic.fields import FieldInfo

from infra.local.home import REPOSITORY
from tests.template.reading import Function, functions, template

API_GATEWAY_LIMIT_SECONDS = 29
LEASE_MARGIN_SECONDS = 5

SETTINGS: Mapping[str, tuple[type[FromEnvironment], ...]] = {
    "producer.app": (ProducerSettings, AuthenticationSettings),
    "consumer.app": (ConsumerSettings,),
    "LookupsConsumer": (ConsumerSettings, LookupLaneSettings),
    "monitor.app": (OperatorSettings,),
    "callbacks.app": (CallbackSettings, AuthenticationSettings),
    "tokens.app": (TokenSettings, AuthenticationSettings),
    "flow.app": (FlowSettings, AuthenticationSettings),
    "accounts.app": (AccountSettings, AnnouncementSettings),
    "lookups.app": (BookingSettings, AuthenticationSettings),
    "LookupsSchedule": (HandOverSettings, AuthenticationSettings),
    "failures.app": (FailureSettings, AuthenticationSettings, AnnouncementSettings),
    "audit.app": (AuthenticationSettings, AnnouncementSettings),
    "orders.app": (OperatorSettings,),
    "workbench.app": (OperatorSettings,),
    "reports.app": (ReportSettings, AuthenticationSettings),
    "mails.app": (MailSettings, AuthenticationSettings, AnnouncementSettings),
    "docs.app": (AnnouncementSettings,),
}
"""By module, or by function where one of its module reads more."""
BOUNDS: dict[str, tuple[type[FromEnvironment], str]] = {
    "RetryDelaySeconds": (ConsumerSettings, "retry_delay_seconds"),
    "RetryGrowth": (ConsumerSettings, "retry_growth"),
    "LogLifeSeconds": (ConsumerSettings, "log_life_seconds"),
    "SweepAfterSeconds": (CallbackSettings, "sweep_after_seconds"),
    "TokenMarginSeconds": (TokenSettings, "token_margin_seconds"),
    "SignInsPerSecond": (AccountSettings, "sign_ins_per_second"),
    "LookupCacheSeconds": (LookupSettings, "lookup_cache_seconds"),
    "LookupPatienceSeconds": (LookupSettings, "lookup_patience_seconds"),
    "LookupInFlight": (BookingSettings, "lookup_in_flight"),
    "LookupAgeingSeconds": (BookingSettings, "lookup_ageing_seconds"),
    "LookupLostAfterSeconds": (HandOverSettings, "lookup_lost_after_seconds"),
}


def fields_of(function: Function) -> dict[str, FieldInfo]:
    models: tuple[type[FromEnvironment], ...] = (
        *SETTINGS.get(function.name, SETTINGS[function.module]),
        ReportingSettings,
    )
    return {name: field for model in models for name, field in model.model_fields.items()}


each_function = pytest.mark.parametrize("function", functions().values(), ids=functions())


@each_function
def test_every_function_knows_where_errors_go(function: Function) -> None:
    assert function.variables["ESTEIRA_ERRORS_QUEUE_URL"] == {"Ref": "ErrorsQueue"}


@each_function
def test_the_handler_exists(function: Function) -> None:
    assert callable(getattr(import_module(function.module), function.entry))


def test_every_handler_can_be_imported_without_settings() -> None:
    modules = ", ".join(sorted({function.module for function in functions().values()}))

    done = subprocess.run([sys.executable, "-c", f"import {modules}"], env={}, capture_output=True, check=False)

    assert (done.returncode, done.stderr.decode()) == (0, "")


@each_function
def test_every_variable_of_a_function_is_a_setting_that_it_reads(function: Function) -> None:
    fields = fields_of(function)

    assert set(function.variables) <= {f"ESTEIRA_{name.upper()}" for name in fields}


@each_function
def test_every_required_setting_of_a_function_has_a_variable(function: Function) -> None:
    fields = fields_of(function)
    required = {f"ESTEIRA_{name.upper()}" for name, field in fields.items() if field.is_required()}

    assert required <= set(function.variables)


@each_function
def test_an_http_function_times_out_before_the_gateway(function: Function) -> None:
    assert not function.events_of("Api") or function.timeout_seconds <= API_GATEWAY_LIMIT_SECONDS


@each_function
def test_a_scheduled_function_times_out_before_its_next_invocation(function: Function) -> None:
    for schedule in function.events_of("Schedule"):
        assert schedule["Schedule"] == "rate(1 minute)"
        assert function.timeout_seconds <= 60


def test_a_lease_lasts_longer_than_the_timeout_of_the_producer() -> None:
    longest = max(function.timeout_seconds for function in functions().values() if function.module == "producer.app")

    assert ProducerSettings.model_fields["lease_seconds"].default >= longest + LEASE_MARGIN_SECONDS


def test_every_parameter_is_used() -> None:
    body = repr({part: template()[part] for part in ("Globals", "Conditions", "Resources")})

    assert [name for name in template()["Parameters"] if f"{{'Ref': '{name}'}}" not in body] == []


@pytest.mark.parametrize("parameter", BOUNDS)
def test_a_parameter_has_the_default_and_the_limits_of_its_setting(parameter: str) -> None:
    model, name = BOUNDS[parameter]
    setting = model.model_json_schema()["properties"][name]
    declared = template()["Parameters"][parameter]

    assert declared["Default"] == setting["default"]
    assert (declared["MinValue"], declared.get("MaxValue")) == (setting["minimum"], setting.get("maximum"))


def test_every_parameter_is_explained_for_who_deploys() -> None:
    page = (REPOSITORY / "docs" / "aws.md").read_text(encoding="utf-8")

    assert [name for name in template()["Parameters"] if f"`{name}`" not in page] == []


def test_parameters_with_secrets_are_not_echoed() -> None:
    parameters = template()["Parameters"]

    hidden = {name for name, parameter in parameters.items() if parameter.get("NoEcho")}

    assert hidden == {"Sources", "TargetDsn", "MongoUrl", "RedisUrl", "Providers", "SecretsKey"}
