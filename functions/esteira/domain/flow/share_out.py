"""Shares a number of workers out among lanes: nobody above what it claims, the rest by weight."""

from collections.abc import Mapping

from esteira.domain.flow.config import LANES
from esteira.domain.names import Lane

Counts = Mapping[Lane, int]


def share_out(total: int, *, floors: Counts, caps: Counts, weights: Mapping[Lane, int]) -> dict[Lane, int]:
    """Every lane's floor, and then one worker after the other to the lane furthest behind its weight, up to its cap.

    Among two lanes this is the method of the largest remainder. Among more it is the method of Webster, which lacks
    its paradoxes: where the total or a claim grows, no lane loses by it that does not claim the less. What a lane does
    not claim goes to the others. A lane without weight gets what no other claims. Floors are not checked: they must
    fit into the total.
    """
    shares = dict(floors)
    for _ in range(total - sum(floors.values())):
        hungry = [lane for lane in shares if shares[lane] < caps[lane]]
        if not hungry:
            break
        shares[min(hungry, key=lambda lane: _turn(shares[lane], weights[lane], lane))] += 1
    return shares


def _turn(has: int, weight: int, lane: Lane) -> tuple[float, int, int]:
    """Who is served first: the smallest. Equal lanes in their own order, those without weight evenly."""
    return ((2 * has + 1) / weight if weight else float("inf"), has, LANES.index(lane))
