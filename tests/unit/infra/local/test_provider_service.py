"""The local provider of company data under the supervisor, and how look-ups are told of it."""

from pathlib import Path

import pytest
from esteira.core.lookup_providers import LookupProvider
from esteira.core.settings import LookupSettings
from esteira.lookups.cnpj import parse_cnpj

from infra.errors import BadLocalSettings
from infra.local.core_settings import fields, settings_from
from infra.local.environment import describe
from infra.local.processes.provider import service
from infra.local.provider_server.modes import MAGIC_ROOTS, ModeSwitch, Switching, magic_cnpj
from infra.local.secrets import Secrets
from infra.local.services.service_endpoints import resolve
from infra.local.settings import LocalSettings

SECRETS = Secrets(operator_token="t" * 32, postgres_password="password")
OURS = LookupProvider(name="ours", kind="cnpjws", base_url="https://api.example/cnpj", rate_per_second=1)


def lookup_settings(**changes: object) -> LookupSettings:
    local = LocalSettings.model_validate({"home": Path("/srv/home"), **changes})
    described = describe(local, SECRETS, resolve(local, SECRETS))
    return settings_from(LookupSettings, {}, lambda: fields(described))


def test_look_ups_ask_the_local_provider_at_its_port() -> None:
    found = lookup_settings(provider_port=8199)

    assert found.lookup_loopback == ("127.0.0.1:8199",)
    assert {one.base_url.rsplit("/", 1)[0] for one in found.lookup_providers} == {"http://127.0.0.1:8199"}
    assert [one.kind for one in found.lookup_providers] == ["brasilapi", "cnpjws", "receita-page"]


def test_providers_of_the_settings_take_its_place() -> None:
    assert lookup_settings(lookup_providers=(OURS,)).lookup_providers == (OURS,)


def test_the_program_gets_port_and_mode_and_does_not_wait_for_the_stack() -> None:
    found = service(LocalSettings(provider_port=8199, provider_mode="error"))

    assert found.command[-2:] == ("8199", "error")
    assert (found.port, found.port_setting, found.needs_the_stack) == (8199, "ESTEIRA_PROVIDER_PORT", False)


def test_an_unknown_mode_is_refused_by_the_name_of_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ESTEIRA_PROVIDER_MODE", "angry")

    with pytest.raises(BadLocalSettings, match="ESTEIRA_PROVIDER_MODE"):
        LocalSettings.from_environment()


def test_magic_numbers_are_valid() -> None:
    assert [parse_cnpj(magic_cnpj(root))[:8] for root in MAGIC_ROOTS] == list(MAGIC_ROOTS)


def test_a_switched_mode_ends_after_its_seconds_and_a_magic_number_ignores_it() -> None:
    now = [0.0]
    switch = ModeSwitch(initial="slow", clock=lambda: now[0])
    switch.switch(Switching(mode="error", shapes=["brasilapi"], seconds=60))

    during = [switch.mode("brasilapi"), switch.mode("cnpjws"), switch.mode_for("brasilapi", magic_cnpj("NOTFOUND"))]
    now[0] = 60.0

    assert during == ["error", "slow", "not_found"]
    assert switch.mode("brasilapi") == "slow"
