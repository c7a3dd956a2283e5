"""The local provider of company data runs with the installation, and look-ups are told where it is."""

from contextlib import closing

import httpx
from esteira.core.clock import utc_now
from esteira.core.postgres.target import target_database
from esteira.core.settings import LookupSettings
from esteira.lookups.company import Company
from esteira.lookups.look_up_company import look_up_company
from esteira.lookups.wiring import Lookups

from infra.local.core_settings import fields, settings_from
from infra.local.environment import Environment
from tests.e2e.installation import Installation

CNPJ = "12ABC34501DE35"


def test_it_is_among_the_services_and_answers_at_its_address(stack: Installation) -> None:
    url = stack.environment["provider_url"]
    (service,) = [one for one in stack.esteira("status", "--json").json["services"] if one["service"] == "provider"]

    assert (service["state"], f"http://127.0.0.1:{service['port']}") == ("RUNNING", url)
    assert httpx.get(f"{url}/brasilapi/{CNPJ}").raise_for_status().json()["cnpj"] == CNPJ


def test_a_company_is_looked_up_with_the_installations_own_settings(stack: Installation) -> None:
    described = Environment.model_validate(stack.environment)
    settings = settings_from(LookupSettings, {}, lambda: fields(described))
    with closing(target_database(settings)) as database, closing(Lookups(settings, database)) as lookups:
        found = look_up_company(lookups.look_up_deps, CNPJ, utc_now())

    assert isinstance(found, Company)
    assert (found.cnpj, found.provenance.provider) == (CNPJ, "brasilapi")
