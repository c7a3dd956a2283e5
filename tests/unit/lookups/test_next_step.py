"""Fail-over, as a table: what providers have answered so far, and what comes next."""

import pytest
from esteira.lookups.next_step import DOWN_RETRY_SECONDS, Ask, Done, Step, Wait, next_step
from esteira.lookups.trials import FailureKind, LookUpFailure, Trial, TrialKind

from tests.fixtures.provider_answers import company

K = TrialKind


def trial(provider: str, kind: TrialKind, wait: float = 0.0, after: float = 0.0) -> Trial:
    found = company() if kind is K.FOUND else None
    return Trial(provider=provider, kind=kind, wait_seconds=wait, after_seconds=after, company=found)


def step(*trials: Trial, waited: float = 0.0) -> Step:
    return next_step(["a", "b", "c"], trials, waited_seconds=waited, patience_seconds=5)


@pytest.mark.parametrize(
    ("trials", "waited", "expected"),
    [
        ([], 0, Ask(provider="a")),
        ([trial("a", K.DOWN)], 0, Ask(provider="b")),
        ([trial("a", K.BROKEN), trial("b", K.REFUSED)], 0, Ask(provider="c")),
        ([trial("a", K.TOO_MANY, 2)], 0, Ask(provider="b")),
        ([trial("a", K.BUSY, 6)], 0, Ask(provider="b")),
        ([trial("a", K.SUSPENDED, 4)], 0, Ask(provider="b")),
        ([trial("a", K.SUSPENDED, 4), trial("b", K.DOWN), trial("c", K.DOWN)], 0, Wait(seconds=4)),
        ([trial("a", K.SUSPENDED, 4), trial("b", K.DOWN), trial("c", K.DOWN)], 4, Ask(provider="a")),
        ([trial("a", K.TOO_MANY, 4), trial("b", K.DOWN), trial("c", K.TOO_MANY, 2)], 0, Wait(seconds=2)),
        ([trial("a", K.TOO_MANY, 4), trial("b", K.DOWN), trial("c", K.TOO_MANY, 2)], 2, Ask(provider="c")),
    ],
    ids=range(10),
)
def test_the_next_step_follows_from_the_answers(trials: list[Trial], waited: float, expected: Step) -> None:
    assert step(*trials, waited=waited) == expected


@pytest.mark.parametrize("kind", [K.FOUND, K.NOT_FOUND])
def test_an_answer_ends_the_look_up(kind: TrialKind) -> None:
    answer = trial("b", kind)

    assert step(trial("a", K.DOWN), answer) == Done(trial=answer)


@pytest.mark.parametrize(
    ("kinds", "failure", "retry"),
    [
        ((K.DOWN, K.DOWN, K.DOWN), FailureKind.TRY_AGAIN, DOWN_RETRY_SECONDS),
        ((K.BROKEN, K.DOWN, K.REFUSED), FailureKind.TRY_AGAIN, DOWN_RETRY_SECONDS),
        ((K.BROKEN, K.REFUSED, K.BROKEN), FailureKind.NO_ANSWER, None),
        ((K.TOO_MANY, K.BROKEN, K.DOWN), FailureKind.TRY_AGAIN, 20),
    ],
)
def test_a_look_up_gives_up_with_every_reason(
    kinds: tuple[TrialKind, ...], failure: FailureKind, retry: float | None
) -> None:
    trials = [trial(name, kind, wait=20) for name, kind in zip("abc", kinds, strict=True)]

    assert step(*trials) == LookUpFailure(kind=failure, trials=tuple(trials), retry_after_seconds=retry)


def test_a_provider_that_is_always_busy_does_not_hold_a_look_up_beyond_its_patience() -> None:
    trials: list[Trial] = []
    waited = 0.0
    while not isinstance(now := step(*trials, waited=waited), LookUpFailure):
        if isinstance(now, Wait):
            waited += now.seconds
        elif isinstance(now, Ask):
            trials.append(trial(now.provider, K.BUSY, wait=0.0, after=waited))

    assert waited <= 5
    assert now.kind is FailureKind.TRY_AGAIN
