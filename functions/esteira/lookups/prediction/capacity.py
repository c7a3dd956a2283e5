"""How many look-ups end in a second, from the providers and from how many questions may be under way at once.

Look-ups are taken as a flow. Each provider takes from the flow what its rate allows; what it has no turn for within the
patience, and what it fails to answer, flows on to the next one. A look-up that waits for a turn of a busy provider
occupies its worker for as long as the patience lasts.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import compress, product

from esteira.lookups.turns.breaker import ERRORS_TO_OPEN, FIRST_OPEN, LONGEST_OPEN
from esteira.lookups.turns.pace import MICROSECONDS

ROUNDS = 60
"""Halvings of the interval in which the capacity lies: exact to the last bit that matters."""

LEAST_FAILING = 0.1
"""Below it five errors in a row are too rare to count."""

OPENINGS = 50
"""Of the breaker in a row that are considered."""


@dataclass(frozen=True, kw_only=True)
class ProviderLoad:
    """A provider as it was of late. `failing`: the share of its questions that bring no answer, 1: it is suspended."""

    rate_per_second: float
    burst: int
    failing: float
    latency_seconds: float


@dataclass(frozen=True, kw_only=True)
class Capacity:
    """Look-ups that end in a second. `at_once` may begin after a rest. Each ends `latency_seconds` after its turn."""

    per_second: float
    at_once: float
    latency_seconds: float


@dataclass(frozen=True, kw_only=True)
class _Flow:
    """Look-ups in a second, by what becomes of them. `asked`: of each provider; `full`: those without a turn left."""

    asked: Sequence[float]
    full: Sequence[ProviderLoad]
    answered: float
    occupied: float
    question_seconds: float
    refused: float


def capacity(providers: Sequence[ProviderLoad], *, in_flight: float, patience_seconds: float) -> Capacity:
    """Return the capacity with `in_flight` look-ups under way at once; infinity: as many as there are turns for.

    A provider that fails now and then is suspended for a part of the time, so the mean with and without it is returned.
    """
    usable = [provider for provider in providers if provider.failing < 1]
    flow = _most(usable, in_flight, patience_seconds)
    suspended = [suspended_share(each, asked) for each, asked in zip(usable, flow.asked, strict=True)]
    parts = [
        (_share(suspended, present), _capacity(list(compress(usable, present)), in_flight, patience_seconds))
        for present in product(*((True, False) if share else (True,) for share in suspended))
    ]
    return Capacity(
        per_second=sum(share * part.per_second for share, part in parts),
        at_once=parts[0][1].at_once,
        latency_seconds=parts[0][1].latency_seconds,
    )


def _share(suspended: Sequence[float], present: Sequence[bool]) -> float:
    return math.prod(1 - share if here else share for share, here in zip(suspended, present, strict=True))


def _capacity(providers: Sequence[ProviderLoad], in_flight: float, patience_seconds: float) -> Capacity:
    flow = _most(providers, in_flight, patience_seconds)
    latency = flow.question_seconds / flow.answered if flow.answered else 0.0
    at_once = float(sum(provider.burst for provider in flow.full)) if flow.full else in_flight
    return Capacity(per_second=flow.answered, at_once=at_once, latency_seconds=latency)


def _most(providers: Sequence[ProviderLoad], in_flight: float, patience_seconds: float) -> _Flow:
    """Return the largest flow of which the last provider refuses nothing, and that the workers can carry."""
    low, high = 0.0, sum(provider.rate_per_second for provider in providers)
    for _ in range(ROUNDS):
        middle = (low + high) / 2
        flow = _flow(providers, middle, patience_seconds)
        low, high = (middle, high) if flow.refused == 0 and flow.occupied <= in_flight else (low, middle)
    full = _flow(providers, high * (1 + 1e-9), patience_seconds).full
    return replace(_flow(providers, low, patience_seconds), full=full)


def _flow(providers: Sequence[ProviderLoad], begun: float, patience_seconds: float) -> _Flow:
    left, refused, occupied, question_seconds = begun, 0.0, 0.0, 0.0
    all_asked, full = [], []
    is_random = any(provider.failing for provider in providers)
    for provider in providers:
        asked = min(left, provider.rate_per_second)
        refused = left - asked
        full += [provider] if refused > 0 else []
        all_asked.append(asked)
        question_seconds += asked * provider.latency_seconds
        waiting = patience_seconds if refused > 0 else _queueing_seconds(provider, asked) if is_random else 0.0
        occupied += asked * (provider.latency_seconds + min(waiting, patience_seconds))
        left = refused + asked * provider.failing
    answered = sum(asked * (1 - each.failing) for asked, each in zip(all_asked, providers, strict=True))
    return _Flow(
        asked=all_asked,
        full=full,
        answered=answered,
        occupied=occupied,
        question_seconds=question_seconds,
        refused=refused,
    )


def _queueing_seconds(provider: ProviderLoad, asked_per_second: float) -> float:
    """Return the mean wait for a turn where look-ups come at random: that of the queue M/D/1."""
    idle = provider.rate_per_second - asked_per_second
    return asked_per_second / (2 * provider.rate_per_second * idle) if idle > 0 else math.inf


def suspended_share(provider: ProviderLoad, asked_per_second: float) -> float:
    """Return the share of the time for which the circuit breaker keeps a provider out that fails at random.

    It stays open only if none of the other questions that are under way is answered.
    """
    failing = provider.failing
    if failing < LEAST_FAILING or asked_per_second == 0:
        return 0.0
    others = max(0.0, asked_per_second * provider.latency_seconds - 1)
    questions = (math.pow(failing, -ERRORS_TO_OPEN) - 1) / (1 - failing)
    closed_seconds = questions / asked_per_second / math.pow(failing, others)
    open_for = (min(LONGEST_OPEN, FIRST_OPEN << openings) / MICROSECONDS for openings in range(OPENINGS))
    open_seconds = sum(seconds * math.pow(failing, openings) for openings, seconds in enumerate(open_for))
    return open_seconds / (open_seconds + closed_seconds)
