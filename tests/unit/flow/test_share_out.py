"""Sharing workers out among lanes by weight (F18)."""

import pytest
from esteira.domain.flow.share_out import share_out


@pytest.mark.parametrize(
    ("total", "floors", "caps", "weights", "shares"),
    [
        (10, (0, 0), (9, 9), (40, 60), (4, 6)),
        (6, (0, 0), (9, 9), (40, 60), (2, 4)),
        (5, (0, 0), (9, 9), (50, 50), (3, 2)),
        (6, (0, 0), (1, 9), (40, 60), (1, 5)),
        (6, (0, 0), (1, 2), (40, 60), (1, 2)),
        (6, (4, 0), (9, 9), (40, 60), (4, 2)),
        (6, (0, 0), (9, 4), (0, 100), (2, 4)),
        (6, (3, 3), (9, 9), (40, 60), (3, 3)),
        (0, (0, 0), (9, 9), (40, 60), (0, 0)),
    ],
    ids=[
        "by weight", "largest remainder", "equal weights", "unused share", "more than all claim", "floor above weight",
        "without weight", "nothing left", "nothing at all",
    ],
)  # fmt: skip
def test_shares(
    total: int, floors: tuple[int, int], caps: tuple[int, int], weights: tuple[int, int], shares: tuple[int, int]
) -> None:
    pairs = [{"orders": pair[0], "payments": pair[1]} for pair in (floors, caps, weights)]

    answer = share_out(total, floors=pairs[0], caps=pairs[1], weights=pairs[2])  # type: ignore[arg-type]

    assert (answer["orders"], answer["payments"]) == shares
