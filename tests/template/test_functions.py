"""Functions: their code exists, their time limits hold together, their settings are what the code reads."""

import subprocess
import sys
from importlib import import_module

import pytest
from esteira.core.settings import (
    CallbackSettings,
    ConsumerSettings,
    FlowSettings,
    OperatorSettings,
    OperatorTokenSettings,
    ProducerSettings,
    TokenSettings,
    _FromEnvironment,
)
from pydantic.fields import FieldInfo

from tests.template.reading import Function, functions, template

API_GATEWAY_LIMIT_SECONDS = 29
LEASE_MARGIN_SECONDS = 5

SETTINGS: dict[str, tuple[type[_FromEnvironment], ...]] = {
    "producer.app": (ProducerSettings, OperatorTokenSettings),
    "consumer.app": (ConsumerSettings,),
    "monitor.app": (OperatorSettings,),
    "callbacks.app": (CallbackSettings, OperatorTokenSettings),
    "tokens.app": (TokenSettings, OperatorTokenSettings),
    "flow.app": (FlowSettings, OperatorTokenSettings),
}
BOUNDS: dict[str, tuple[type[_FromEnvironment], str]] = {
    "RetryDelaySeconds": (ConsumerSettings, "retry_delay_seconds"),
    "RetryGrowth": (ConsumerSettings, "retry_growth"),
    "LogLifeSeconds": (ConsumerSettings, "log_life_seconds"),
    "SweepAfterSeconds": (CallbackSettings, "sweep_after_seconds"),
    "TokenMarginSeconds": (TokenSettings, "token_margin_seconds"),
}


def fields_of(function: Function) -> dict[str, FieldInfo]:
    return {name: field for model in SETTINGS[function.module] for name, field in model.model_fields.items()}


each_function = pytest.mark.parametrize("function", functions().values(), ids=functions())


@each_function
def test_the_handler_is_there(function: Function) -> None:
    assert callable(getattr(import_module(function.module), function.entry))


def test_every_handler_can_be_imported_with_nothing_configured() -> None:
    modules = ", ".join(sorted({function.module for function in functions().values()}))

    done = subprocess.run([sys.executable, "-c", f"import {modules}"], env={}, capture_output=True, check=False)

    assert (done.returncode, done.stderr.decode()) == (0, "")


@each_function
def test_every_setting_given_to_a_function_is_one_that_it_reads(function: Function) -> None:
    fields = fields_of(function)

    assert set(function.variables) <= {f"ESTEIRA_{name.upper()}" for name in fields}


@each_function
def test_every_setting_that_a_function_needs_is_given(function: Function) -> None:
    fields = fields_of(function)
    needed = {f"ESTEIRA_{name.upper()}" for name, field in fields.items() if field.is_required()}

    assert needed <= set(function.variables)


@each_function
def test_a_function_behind_http_answers_before_the_gateway_gives_up(function: Function) -> None:
    assert not function.events_of("Api") or function.timeout_seconds <= API_GATEWAY_LIMIT_SECONDS


@each_function
def test_a_scheduled_function_ends_before_it_is_due_again(function: Function) -> None:
    for schedule in function.events_of("Schedule"):
        assert schedule["Schedule"] == "rate(1 minute)"
        assert function.timeout_seconds <= 60


def test_a_source_stays_leased_for_as_long_as_its_producer_may_run() -> None:
    longest = max(one.timeout_seconds for one in functions().values() if one.module == "producer.app")

    assert ProducerSettings.model_fields["lease_seconds"].default >= longest + LEASE_MARGIN_SECONDS


def test_every_parameter_is_used() -> None:
    body = repr({part: template()[part] for part in ("Globals", "Conditions", "Resources")})

    assert [name for name in template()["Parameters"] if f"{{'Ref': '{name}'}}" not in body] == []


@pytest.mark.parametrize("parameter", BOUNDS)
def test_a_parameter_has_the_default_and_the_bounds_of_its_setting(parameter: str) -> None:
    model, name = BOUNDS[parameter]
    setting = model.model_json_schema()["properties"][name]
    given = template()["Parameters"][parameter]

    assert given["Default"] == setting["default"]
    assert (given["MinValue"], given.get("MaxValue")) == (setting["minimum"], setting.get("maximum"))


def test_secrets_are_never_shown_by_the_stack() -> None:
    parameters = template()["Parameters"]

    hidden = {name for name, parameter in parameters.items() if parameter.get("NoEcho")}

    assert hidden == {"Sources", "TargetDsn", "MongoUrl", "RedisUrl", "OperatorToken", "Providers", "SecretsKey"}
