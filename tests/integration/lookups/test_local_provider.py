"""The local provider answers about every CNPJ in every shape, and fails in every way, by number and by switch."""

import io
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial
from uuid import uuid4

import httpx
import pytest
from esteira.core.lookup_providers import LookupProvider, ProviderKind
from esteira.core.postgres.target import target_database
from esteira.core.settings import LookupSettings
from esteira.lookups.cnpj import check_digits
from esteira.lookups.company import Company
from esteira.lookups.look_up_company import look_up_company
from esteira.lookups.trials import FailureKind, LookUpFailure, TrialKind
from esteira.lookups.wiring import Lookups
from pydantic import SecretStr

from infra.local.provider_server.modes import MAGIC_ROOTS, SHAPES, ProviderMode, magic_cnpj
from tests.harness.provider_server import ProviderServer

NOW = datetime(2026, 7, 20, 12, tzinfo=UTC)
ALPHANUMERIC = "12ABC34501DE35"


class LookUps:
    """Look-ups by the product's own wiring, on real stores, with names of providers that no other test uses."""

    def __init__(self, provider: ProviderServer, redis_url: str, target_dsn: str, *, seconds: float = 10) -> None:
        self._seconds = seconds
        self._provider = provider
        self._now = NOW
        self._mark = uuid4().hex[:6]
        self._redis_url, self._target_dsn = SecretStr(redis_url), SecretStr(target_dsn)

    def ask(self, cnpj: str, *shapes: ProviderKind, cache_seconds: int = 0) -> Company | LookUpFailure:
        """Look a company up, a second after the last time, with the providers of these shapes in this order."""
        self._now += timedelta(seconds=1)
        settings = LookupSettings(
            redis_url=self._redis_url,
            target_dsn=self._target_dsn,
            lookup_providers=tuple(self._settings_of(shape) for shape in shapes or SHAPES),
            lookup_loopback=(self._provider.place,),
            lookup_patience_seconds=0,
            lookup_cache_seconds=cache_seconds,
        )
        database = target_database(settings)
        with closing(database), closing(Lookups(settings, database)) as lookups:
            return look_up_company(lookups.look_up_deps, cnpj, self._now)

    def failure(self, cnpj: str, *shapes: ProviderKind) -> LookUpFailure:
        """The same, for a look-up that must fail."""
        result = self.ask(cnpj, *shapes)
        assert isinstance(result, LookUpFailure)
        return result

    def _settings_of(self, shape: ProviderKind) -> LookupProvider:
        return LookupProvider(
            name=f"{shape}-{self._mark}",
            kind=shape,
            base_url=f"{self._provider.url}/{shape}",
            rate_per_second=1000,
            burst=1000,
            total_seconds=self._seconds,
        )


MakeLookUps = Callable[..., LookUps]


@pytest.fixture
def make_look_ups(provider: ProviderServer, redis_url: str, target_dsn: str) -> MakeLookUps:
    return partial(LookUps, provider, redis_url, target_dsn)


@pytest.fixture
def look_ups(make_look_ups: MakeLookUps) -> LookUps:
    return make_look_ups()


def numbers() -> list[str]:
    bases = [ALPHANUMERIC[:12], "191312430001", "AAAAAAAA0001", "ZZ9ZZ9ZZ9ZZ9", "000000010001"]
    return [base + check_digits(base) for base in bases]


def fetched(provider: ProviderServer, path: str) -> httpx.Response:
    return provider.http.get(f"/{path}")


def test_an_answer_is_the_same_each_time_and_differs_by_company(provider: ProviderServer) -> None:
    for shape in SHAPES:
        bodies = [fetched(provider, f"{shape}/{number}").content for number in numbers()]

        assert bodies == [fetched(provider, f"{shape}/{number}").content for number in numbers()]
        assert len(set(bodies)) == len(bodies)


def test_every_shape_can_be_looked_up_and_tells_of_the_same_company(look_ups: LookUps) -> None:
    for number in numbers():
        found = [company for shape in SHAPES if isinstance(company := look_ups.ask(number, shape), Company)]

        assert [company.provenance.provider.rsplit("-", 1)[0] for company in found] == list(SHAPES)
        assert {company.cnpj for company in found} == {number}
        assert len({(company.name, company.status, company.opened_on, company.phones) for company in found}) == 1
        assert len({tuple(partner.name.get_secret_value() for partner in company.qsa) for company in found}) == 1


def test_what_is_no_cnpj_is_refused_as_the_provider_would(provider: ProviderServer) -> None:
    answers = [fetched(provider, f"{shape}/19131243000198") for shape in SHAPES]

    assert [answer.status_code for answer in answers] == [400] * len(SHAPES)


@pytest.mark.parametrize(
    ("mode", "kind", "failure"),
    [
        ("slow", TrialKind.DOWN, FailureKind.TRY_AGAIN),
        ("too_many", TrialKind.TOO_MANY, FailureKind.TRY_AGAIN),
        ("not_found", TrialKind.NOT_FOUND, FailureKind.NOT_FOUND),
        ("error", TrialKind.DOWN, FailureKind.TRY_AGAIN),
        ("broken", TrialKind.BROKEN, FailureKind.NO_ANSWER),
        ("huge", TrialKind.BROKEN, FailureKind.NO_ANSWER),
    ],
)
def test_each_mode_is_what_a_look_up_takes_it_for(
    provider: ProviderServer, make_look_ups: MakeLookUps, mode: ProviderMode, kind: TrialKind, failure: FailureKind
) -> None:
    look_ups = make_look_ups(seconds=2 if mode == "slow" else 10)
    root = next(root for root, meant in MAGIC_ROOTS.items() if meant == mode)
    by_number = [look_ups.failure(magic_cnpj(root), shape) for shape in SHAPES]
    provider.switch(mode)
    by_switch = look_ups.failure(ALPHANUMERIC, "brasilapi")

    assert {result.trials[-1].kind for result in by_number} == {kind}
    assert {result.kind for result in by_number} == {failure}
    assert (by_switch.trials[-1].kind, by_switch.kind) == (kind, failure)


def test_while_the_first_provider_is_down_the_second_one_answers_at_the_second_try(
    provider: ProviderServer, look_ups: LookUps
) -> None:
    provider.switch("error", "brasilapi")
    before = provider.asked()

    found = [look_ups.ask(number) for number in numbers()]

    asked = {shape: count - before[shape] for shape, count in provider.asked().items()}
    answered = [result.provenance.provider.split("-")[0] for result in found if isinstance(result, Company)]
    assert answered == ["cnpjws"] * len(found)
    assert asked == {**dict.fromkeys(SHAPES, 0), "brasilapi": len(found), "cnpjws": len(found)}


def test_an_answer_is_kept_and_not_asked_for_again(provider: ProviderServer, look_ups: LookUps) -> None:
    first = look_ups.ask(ALPHANUMERIC)
    before = provider.asked()

    assert look_ups.ask(ALPHANUMERIC, cache_seconds=60) == first
    assert provider.asked() == before


def test_a_look_up_logs_no_partner(look_ups: LookUps, logged: io.StringIO) -> None:
    found = look_ups.ask(ALPHANUMERIC)
    assert isinstance(found, Company)

    assert "provider asked" in logged.getvalue()
    assert not any(partner.name.get_secret_value() in logged.getvalue() for partner in found.qsa)


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ('{"mode": "angry"}', "mode"),
        ('{"mode": "ok", "shapes": []}', "at least 1 item"),
        ('{"mode": "ok", "shapes": ["soap"]}', "shapes.0"),
        ('{"mode": "ok", "seconds": 0}', "seconds"),
        ("{", "is not JSON"),
    ],
)
def test_a_wrong_switching_is_refused_and_changes_nothing(provider: ProviderServer, command: str, said: str) -> None:
    refused = provider.http.put("/control", content=command)

    assert (refused.status_code, said in refused.text) == (400, True)
    assert set(fetched(provider, "control").json()["modes"].values()) == {"ok"}
