"""The circuit breaker of a provider, moved by hand."""

from itertools import pairwise

from esteira.lookups.turns.breaker import (
    ERRORS_TO_OPEN,
    FIRST_OPEN,
    LONGEST_OPEN,
    PROBE,
    RECHECK,
    WINDOW,
    Breaker,
    Outcome,
)

NOW = 1_000_000_000


def after(*outcomes: Outcome, apart: int = 0) -> Breaker:
    breaker = Breaker()
    for number, outcome in enumerate(outcomes):
        breaker = breaker.after(outcome, NOW + number * apart)
    return breaker


def test_errors_in_a_row_open_it() -> None:
    assert after(*[Outcome.FAILED] * (ERRORS_TO_OPEN - 1)).refusal(NOW) == 0
    assert after(*[Outcome.FAILED] * ERRORS_TO_OPEN).refusal(NOW) == FIRST_OPEN


def test_an_answer_between_errors_begins_the_count_anew() -> None:
    errors = [Outcome.FAILED] * (ERRORS_TO_OPEN - 1)

    assert after(*errors, Outcome.ANSWERED, *errors).openings == 0


def test_errors_that_are_far_apart_do_not_open_it() -> None:
    assert after(*[Outcome.FAILED] * 20, apart=WINDOW // 3).openings == 0


def test_a_429_is_no_error() -> None:
    assert after(*[Outcome.PUT_OFF] * 20).openings == 0


def test_half_open_it_admits_one_probe_at_a_time() -> None:
    half_open = NOW + FIRST_OPEN
    probed = after(*[Outcome.FAILED] * ERRORS_TO_OPEN).probed(half_open)

    assert [probed.refusal(half_open + later) for later in (0, PROBE - 1, PROBE)] == [RECHECK, 1, 0]


def test_a_probe_that_is_answered_closes_it() -> None:
    probed = after(*[Outcome.FAILED] * ERRORS_TO_OPEN).probed(NOW + FIRST_OPEN)

    assert probed.after(Outcome.ANSWERED, NOW + FIRST_OPEN) == Breaker()


def test_each_failed_probe_opens_it_for_twice_as_long_up_to_a_minute() -> None:
    breaker, waits = after(*[Outcome.FAILED] * ERRORS_TO_OPEN), []
    for _ in range(20):
        breaker = breaker.probed(breaker.open_until).after(Outcome.FAILED, breaker.open_until)
        waits.append(breaker.refusal(breaker.open_until) or breaker.open_until)

    spans = [later - earlier for earlier, later in pairwise(waits)]
    assert spans[0] == 4 * FIRST_OPEN
    assert set(spans[3:]) == {LONGEST_OPEN}


def test_late_errors_of_earlier_questions_do_not_prolong_it() -> None:
    opened = after(*[Outcome.FAILED] * ERRORS_TO_OPEN)

    assert opened.after(Outcome.FAILED, NOW + 1) == opened
