"""Weights of lanes, which add up to 100."""

from collections.abc import Mapping
from typing import Any

from esteira.domain.flow.configuration import FlowConfiguration
from esteira.domain.names import Lane

WHOLE = 100


def shared_rest(current: FlowConfiguration, lane: Lane, weight: Any) -> Mapping[str, int]:
    """What is left by this lane's weight, split among the others by theirs (largest remainder)."""
    others = [other for other in current.lanes if other != lane]
    if type(weight) is not int or not 0 <= weight <= WHOLE or not others:
        return {}
    rest = WHOLE - weight
    weights = [current.lanes[other].weight for other in others]
    if not any(weights):
        weights = [1] * len(others)
    shares = [rest * one / sum(weights) for one in weights]
    parts = [int(share) for share in shares]
    by_remainder = sorted(range(len(others)), key=lambda at: parts[at] - shares[at])
    for at in by_remainder[: rest - sum(parts)]:
        parts[at] += 1
    return dict(zip(others, parts, strict=True))
