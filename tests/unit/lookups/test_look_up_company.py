"""A look-up takes the cache, else providers in their order, keeps every reason, and never asks without a turn."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from esteira.core.errors import TargetUnavailable, TurnsUnavailable
from esteira.core.lookup_providers import LookupProvider
from esteira.lookups.answer import Answer, FetchFailed, FetchFailure
from esteira.lookups.ask_provider import AskDeps
from esteira.lookups.company import Company
from esteira.lookups.look_up_company import LookUpDeps, look_up_company
from esteira.lookups.memory import MemoryCompanyCache, MemoryFetcher, MemoryPageReader, MemoryTurnLimiter
from esteira.lookups.ports import CompanyCache, TurnLimiter
from esteira.lookups.trials import FailureKind, LookUpFailure, TrialKind
from esteira.lookups.turns.breaker import ERRORS_TO_OPEN, FIRST_OPEN, Outcome
from esteira.lookups.turns.pace import MICROSECONDS, Pace, Turn

from tests.fixtures.provider_answers import ASKED_AT, BRASILAPI, CNPJ, CNPJWS, company
from tests.fixtures.turns import HandMicroseconds, one_turn

FIRST, SECOND = "https://first.example/cnpj", "https://second.example/cnpj"
GOOD = Answer(status=200, body=json.dumps(BRASILAPI).encode())
ALSO_GOOD = Answer(status=200, body=json.dumps(CNPJWS).encode())


class AwayTurnLimiter(MemoryTurnLimiter):
    """A limiter whose Redis is away from the start, or for what comes after a question."""

    def __init__(self, *, after_a_question: bool = False) -> None:
        super().__init__(HandMicroseconds())
        self._grants = after_a_question

    def take(self, provider: str, pace: Pace, *, within_seconds: float = 0.0, count: int = 1) -> Sequence[Turn]:
        if self._grants:
            return super().take(provider, pace, within_seconds=within_seconds, count=count)
        raise TurnsUnavailable("(ConnectionError)", cause="It does not answer.")

    def settle(self, provider: str, outcome: Outcome, seconds: float) -> None:  # noqa: ARG002 - the port's
        raise TurnsUnavailable


class FullCompanyCache(MemoryCompanyCache):
    """A cache that cannot be written."""

    def put(self, company: Company) -> None:  # noqa: ARG002 - the port's
        raise TargetUnavailable


class LookUp:
    """Look-ups with two providers, of which the first has `burst` turns and one more a second."""

    def __init__(
        self,
        first: Answer | FetchFailed,
        second: Answer | FetchFailed = ALSO_GOOD,
        *,
        burst: int = 100,
        limiter: TurnLimiter | None = None,
        cache: CompanyCache | None = None,
    ) -> None:
        clock = HandMicroseconds()
        self.fetcher = MemoryFetcher({FIRST: first, SECOND: second})
        provider = partial(LookupProvider, rate_per_second=1, burst=burst)
        self.deps = LookUpDeps(
            ask=AskDeps(
                fetcher=self.fetcher,
                page_reader=MemoryPageReader(),
                turn_limiter=limiter or MemoryTurnLimiter(clock),
            ),
            company_cache=cache or MemoryCompanyCache(),
            providers=[
                provider(name="first", kind="brasilapi", base_url=FIRST),
                provider(name="second", kind="cnpjws", base_url=SECOND),
            ],
            cache_age=timedelta(hours=1),
            patience_seconds=5,
            sleep=clock.wait,
        )

    def __call__(self, hours_later: float = 0) -> Company | LookUpFailure:
        return look_up_company(self.deps, CNPJ, ASKED_AT + timedelta(hours=hours_later))

    def failure(self) -> LookUpFailure:
        result = self()
        assert isinstance(result, LookUpFailure)
        return result


def provider_of(result: Company | LookUpFailure) -> str:
    assert isinstance(result, Company)
    return result.provenance.provider


def test_the_first_provider_is_asked_with_the_number_in_the_path() -> None:
    look_up = LookUp(GOOD)

    found = look_up()

    assert isinstance(found, Company)
    assert (found.provenance.provider, found.provenance.asked_at) == ("first", ASKED_AT)
    assert look_up.fetcher.asked == [f"{FIRST}/{CNPJ}"]


def test_an_answer_counts_as_long_as_the_cache_says() -> None:
    look_up = LookUp(GOOD)

    for hours in (0, 0.5, 1, 1.01):
        look_up(hours)

    assert len(look_up.fetcher.asked) == 2


@pytest.mark.parametrize(
    ("first", "kind", "reason"),
    [
        (Answer(status=500, body=b""), TrialKind.DOWN, "It answered 500."),
        (Answer(status=503, body=b""), TrialKind.DOWN, "It answered 503."),
        (Answer(status=429, body=b"", retry_after="30"), TrialKind.TOO_MANY, "It answered 429."),
        (Answer(status=403, body=b""), TrialKind.REFUSED, "It answered 403."),
        (Answer(status=404, body=b"<html>"), TrialKind.REFUSED, "It answered 404."),
        (Answer(status=200, body=b"{"), TrialKind.BROKEN, "Its answer cannot be read"),
        (
            Answer(status=200, body=json.dumps(BRASILAPI | {"cnpj": "00000000000191"}).encode()),
            TrialKind.BROKEN,
            "another company",
        ),
        (FetchFailed(FetchFailure.UNREACHABLE, "It did not answer in time."), TrialKind.DOWN, "in time"),
        (FetchFailed(FetchFailure.FORBIDDEN, "Its address is not public."), TrialKind.REFUSED, "not public"),
        (FetchFailed(FetchFailure.UNUSABLE, "Its answer is too large."), TrialKind.BROKEN, "too large"),
    ],
    ids=range(10),
)
def test_a_provider_that_fails_is_followed_by_the_next_one_and_its_reason_is_kept(
    first: Answer | FetchFailed, kind: TrialKind, reason: str
) -> None:
    assert provider_of(LookUp(first)()) == "second"

    failed = LookUp(first, Answer(status=500, body=b"")).failure()

    assert (failed.trials[0].kind, failed.trials[1].kind) == (kind, TrialKind.DOWN)
    assert reason in failed.trials[0].reason


def test_not_found_is_an_answer() -> None:
    look_up = LookUp(Answer(status=404, body=b'{"message": "nada"}'))

    assert look_up.failure().kind is FailureKind.NOT_FOUND
    assert look_up.fetcher.asked == [f"{FIRST}/{CNPJ}"]


def test_a_429_pauses_the_provider_for_everybody_as_long_as_it_asks() -> None:
    look_up = LookUp(Answer(status=429, body=b"", retry_after="30"), cache=FullCompanyCache())

    for _ in range(3):
        look_up()
    look_up.deps.sleep(30)
    look_up()

    assert look_up.fetcher.asked.count(f"{FIRST}/{CNPJ}") == 2
    assert look_up.fetcher.asked.count(f"{SECOND}/{CNPJ}") == 4


def test_a_look_up_waits_for_a_turn_of_the_preferred_provider() -> None:
    look_up = LookUp(GOOD, burst=1, cache=FullCompanyCache())

    assert [provider_of(look_up()) for _ in range(3)] == ["first"] * 3
    assert one_turn(look_up.deps.ask.turn_limiter, "first", Pace.of(1, 1)).wait_seconds == 1


def test_when_all_are_down_it_says_when_to_try_again() -> None:
    down = Answer(status=500, body=b"")

    failed = LookUp(down, down).failure()

    assert (failed.kind, failed.retry_after_seconds) == (FailureKind.TRY_AGAIN, 30)


def test_without_redis_nobody_is_asked() -> None:
    look_up = LookUp(GOOD, limiter=AwayTurnLimiter())

    failed = look_up.failure()

    assert (failed.kind, failed.retry_after_seconds) == (FailureKind.TRY_AGAIN, 5)
    assert "ESTEIRA_REDIS_URL" in failed.reason
    assert look_up.fetcher.asked == []


def test_an_answer_is_given_also_if_it_cannot_be_counted() -> None:
    assert provider_of(LookUp(GOOD, limiter=AwayTurnLimiter(after_a_question=True))()) == "first"


def test_a_provider_that_fails_again_and_again_is_no_longer_asked_and_nobody_asks_more_than_two() -> None:
    look_up = LookUp(Answer(status=500, body=b""), cache=FullCompanyCache())

    questions = []
    for _ in range(20):
        before = len(look_up.fetcher.asked)
        assert provider_of(look_up()) == "second"
        questions.append(len(look_up.fetcher.asked) - before)

    assert questions == [2] * ERRORS_TO_OPEN + [1] * (20 - ERRORS_TO_OPEN)


def test_one_question_finds_out_whether_a_provider_answers_again() -> None:
    look_up = LookUp(Answer(status=500, body=b""), cache=FullCompanyCache())
    for _ in range(ERRORS_TO_OPEN):
        look_up()
    look_up.deps.sleep(FIRST_OPEN / MICROSECONDS)
    look_up.fetcher.answers[FIRST] = GOOD

    assert [provider_of(look_up()) for _ in range(2)] == ["first", "first"]


def test_a_turn_that_was_waited_for_is_not_used_after_a_429() -> None:
    look_up = LookUp(GOOD, burst=1, cache=FullCompanyCache())
    look_up()

    def sleep(seconds: float) -> None:
        look_up.deps.sleep(seconds)
        look_up.deps.ask.turn_limiter.pause("first", 60)

    assert provider_of(look_up_company(replace(look_up.deps, sleep=sleep), CNPJ, ASKED_AT)) == "second"
    assert look_up.fetcher.asked.count(f"{FIRST}/{CNPJ}") == 1


def test_an_answer_that_cannot_be_cached_is_still_given() -> None:
    assert provider_of(LookUp(GOOD, cache=FullCompanyCache())()) == "first"


def test_a_later_answer_is_never_replaced_by_an_earlier_one() -> None:
    cache = MemoryCompanyCache()
    cache.put(company())
    earlier = company().provenance.model_copy(update={"asked_at": ASKED_AT - timedelta(days=1)})
    cache.put(company().model_copy(update={"provenance": earlier}))

    assert cache.get(CNPJ, ASKED_AT) == company()
