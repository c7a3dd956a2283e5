"""T34 (b): an answer that attacks its reader ends in an error, in time and in little memory; the next one is read."""

import time
from collections.abc import Iterator

import pytest
from esteira.core.lookup_providers import LookupProvider, ProviderKind
from esteira.lookups.ask_provider import AskDeps, Patience, ask_provider
from esteira.lookups.fetching.http_fetcher import HttpFetcher
from esteira.lookups.memory import MemoryTurnLimiter
from esteira.lookups.page.page_reader import ChildPageReader
from esteira.lookups.trials import Trial, TrialKind

from tests.fixtures.provider_answers import ASKED_AT, CNPJ
from tests.harness.canary import Canary, running_canary
from tests.harness.memory_use import peak_growth
from tests.harness.provider_server import ProviderServer, running_hostile_provider

MOST_GROWTH_MIB = 64

JSON_ATTACKS = (
    "gzip-bomb",
    "broken-gzip",
    "cut-gzip",
    "unknown-encoding",
    "endless",
    "huge-headers",
    "no-http",
    "deep-json",
    "wide-json",
)
HTML_ATTACKS = (
    "gzip-bomb-of-html",
    "deep-html",
    "wide-html",
    "nested-cells",
    "billion-laughs",
    "quadratic",
    "external-entity",
)
ATTACKS: list[tuple[str, ProviderKind]] = [
    *((attack, "brasilapi") for attack in JSON_ATTACKS),
    *((attack, "receita-page") for attack in HTML_ATTACKS),
]


@pytest.fixture(scope="module")
def canary() -> Iterator[Canary]:
    with running_canary() as canary:
        yield canary


@pytest.fixture(scope="module")
def hostile(canary: Canary, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_hostile_provider(tmp_path_factory.mktemp("hostile"), canary.port) as place:
        yield place


@pytest.fixture(scope="module")
def deps(hostile: str, running: ProviderServer) -> Iterator[AskDeps]:
    reader = ChildPageReader()
    yield AskDeps(
        fetcher=HttpFetcher(user_agent="test", loopback=frozenset({hostile, running.place})),
        page_reader=reader,
        turn_limiter=MemoryTurnLimiter(lambda: time.time_ns() // 1000),
    )
    reader.close()


def asked(deps: AskDeps, kind: ProviderKind, base_url: str, *, seconds: float) -> Trial:
    provider = LookupProvider(
        name="p", kind=kind, base_url=base_url, rate_per_second=1000, burst=1000, total_seconds=seconds
    )
    return ask_provider(deps, provider, CNPJ, ASKED_AT, Patience(waited_seconds=0, total_seconds=0, sleep=time.sleep))


@pytest.mark.parametrize(("attack", "kind"), ATTACKS, ids=[attack for attack, _ in ATTACKS])
def test_an_attack_ends_in_an_error_and_the_next_look_up_works(
    deps: AskDeps, hostile: str, provider: ProviderServer, attack: str, kind: ProviderKind
) -> None:
    # First a good one: the start of the child process must not be measured.
    asked(deps, kind, f"{provider.url}/{kind}", seconds=10)
    with peak_growth() as growth:
        trial = asked(deps, kind, f"http://{hostile}/{attack}", seconds=10)

    assert trial.kind in (TrialKind.BROKEN, TrialKind.DOWN)
    assert trial.reason
    assert growth.mib <= MOST_GROWTH_MIB
    assert asked(deps, kind, f"{provider.url}/{kind}", seconds=10).kind is TrialKind.FOUND


def test_a_slow_answer_ends_at_the_limit_of_the_whole_question(deps: AskDeps, hostile: str) -> None:
    """It would take ten minutes, and no single wait in it is longer than a second."""
    trials = [asked(deps, "brasilapi", f"http://{hostile}/{attack}", seconds=2) for attack in ("slow", "slow-headers")]

    assert [trial.reason for trial in trials] == ["It did not answer in time."] * 2


def test_a_page_that_names_other_places_makes_nobody_ask_them(deps: AskDeps, hostile: str, canary: Canary) -> None:
    trial = asked(deps, "receita-page", f"http://{hostile}/external-entity", seconds=10)

    assert (trial.kind, trial.company, canary.connections) == (TrialKind.BROKEN, None, 0)
