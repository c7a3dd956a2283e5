"""The core's settings on the command line: what is given, else what runs."""

from pathlib import Path

import pytest
from esteira.core.errors import BadSettings
from esteira.core.providers import ProviderSettings
from esteira.core.settings import CallbackSettings, ConsoleSettings, OperatorSettings, ProducerSettings
from esteira.core.strict_json import json_value

from infra.local.core_settings import fields, settings_from, variables
from infra.local.environment import KnownProvider, LaneQueues
from tests.unit.infra.local.environments import environment


def test_the_core_accepts_what_runs_here(tmp_path: Path) -> None:
    described = environment(tmp_path)

    settings = settings_from(OperatorSettings, {}, lambda: fields(described))

    assert settings.target_dsn.get_secret_value() == described.target_dsn
    assert settings.lanes["orders"].dlq_url == "http://q/orders-dlq"
    assert settings.simulate_trouble is False


def test_the_producer_accepts_it_too(tmp_path: Path) -> None:
    described = environment(tmp_path)

    settings = settings_from(ProducerSettings, {}, lambda: fields(described))

    assert settings.orders_queue_url == "http://q/orders"


def test_callbacks_are_received_with_the_providers_and_the_lane_that_run_here(tmp_path: Path) -> None:
    described = environment(
        tmp_path,
        providers={"acmepay": KnownProvider(secret="a-secret-of-acmepay", tolerance_seconds=60)},
        queues={"payments": LaneQueues(url="http://q/payments", dlq_url="http://q/payments-dlq")},
    )

    settings = settings_from(CallbackSettings, {}, lambda: fields(described))

    assert settings.payments_queue_url == "http://q/payments"
    assert settings.providers["acmepay"].tolerance_seconds == 60


def test_secrets_that_rotate_reach_the_functions_with_their_dates_and_schemes(tmp_path: Path) -> None:
    secrets = [
        {"secret": "a-secret-of-acmepay", "until": "2026-08-01T00:00:00Z"},
        {"secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "scheme": "standard-webhooks"},
    ]
    given = ProviderSettings.model_validate({"secrets": secrets, "tolerance_seconds": 60})
    described = environment(tmp_path, providers={"acmepay": KnownProvider.of(given)})
    exported = variables(described)["ESTEIRA_PROVIDERS"]

    read = json_value(exported)["acmepay"]

    assert ProviderSettings.model_validate(read).all_secrets == given.all_secrets
    assert described.providers["acmepay"].secret == "a-secret-of-acmepay"


def test_a_wrong_value_is_named_by_its_variable_and_not_shown(tmp_path: Path) -> None:
    wrong = fields(environment(tmp_path)) | {"operator_token": "tiny-secret"}

    with pytest.raises(BadSettings, match="ESTEIRA_OPERATOR_TOKEN") as caught:
        settings_from(ConsoleSettings, {}, lambda: wrong)

    assert "tiny-secret" not in str(caught.value)


def test_the_exports_hold_every_field_of_the_core(tmp_path: Path) -> None:
    needed = {f"ESTEIRA_{name.upper()}" for name, field in OperatorSettings.model_fields.items() if field.is_required()}

    assert needed <= set(variables(environment(tmp_path)))
