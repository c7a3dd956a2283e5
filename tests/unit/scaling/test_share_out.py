"""Sharing workers out among lanes by weight."""

from collections.abc import Mapping

import pytest
from esteira.core.names import Lane
from esteira.scaling.share_out import share_out

Pair = tuple[int, int]

CASES: dict[str, tuple[int, Pair, Pair, Pair, Pair]] = {
    # total, floors, caps, weights -> shares
    "by weight": (10, (0, 0), (9, 9), (40, 60), (4, 6)),
    "largest remainder": (6, (0, 0), (9, 9), (40, 60), (2, 4)),
    "largest remainder of the lighter": (3, (0, 0), (9, 9), (20, 80), (1, 2)),
    "equal weights": (5, (0, 0), (9, 9), (50, 50), (3, 2)),
    "unused share": (6, (0, 0), (1, 9), (40, 60), (1, 5)),
    "more than all claim": (6, (0, 0), (1, 2), (40, 60), (1, 2)),
    "floor above weight": (6, (4, 0), (9, 9), (40, 60), (4, 2)),
    "without weight": (6, (0, 0), (9, 4), (0, 100), (2, 4)),
    "nothing left": (6, (3, 3), (9, 9), (40, 60), (3, 3)),
    "nothing at all": (0, (0, 0), (9, 9), (40, 60), (0, 0)),
}


def by_lane(pair: Pair) -> Mapping[Lane, int]:
    return {"orders": pair[0], "payments": pair[1]}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_shares(case: tuple[int, Pair, Pair, Pair, Pair]) -> None:
    total, floors, caps, weights, shares = case

    answer = share_out(total, floors=by_lane(floors), caps=by_lane(caps), weights=by_lane(weights))

    assert answer == by_lane(shares)
