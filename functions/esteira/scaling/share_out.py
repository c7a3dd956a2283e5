"""Shares a number of workers out among lanes: no lane gets more than its cap, the rest goes by weight."""

from collections.abc import Mapping

from esteira.core.names import LANES, Lane

Counts = Mapping[Lane, int]


def share_out(total: int, *, floors: Counts, caps: Counts, weights: Mapping[Lane, int]) -> dict[Lane, int]:
    """Every lane's floor, and then one worker after the other to the lane furthest below its weight, up to its cap.

    For two lanes this is the largest remainder method. For more it is Webster's method, under which no lane
    loses a worker because the total or its own cap has grown. What a lane does not take goes to the others; a lane of
    weight 0 gets what no other takes. The floors must fit into the total; they are not checked.
    """
    shares = dict(floors)
    for _ in range(total - sum(floors.values())):
        below_cap = [lane for lane in shares if shares[lane] < caps[lane]]
        if not below_cap:
            break
        shares[min(below_cap, key=lambda lane: _rank(shares[lane], weights[lane], lane))] += 1
    return shares


def _rank(has: int, weight: int, lane: Lane) -> tuple[float, int, int]:
    """The smallest is served first. Equal lanes keep their order; lanes of weight 0 share evenly."""
    return ((2 * has + 1) / weight if weight else float("inf"), has, LANES.index(lane))
