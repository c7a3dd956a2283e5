"""The option --mix."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.cli.load.mix import Mix


@pytest.mark.parametrize(
    ("text", "mix"),
    [
        ("orders=40,payments=60", Mix(orders=40, payments=60)),
        (" payments = 1 , orders=3", Mix(orders=3, payments=1)),
        ("payments=7", Mix(orders=0, payments=7)),
        ("orders=1", Mix(orders=1, payments=0)),
    ],
)
def test_a_mix_is_read_as_it_is_written(text: str, mix: Mix) -> None:
    assert Mix.parse(text) == mix


@pytest.mark.parametrize(
    "text", ["", "orders", "orders=", "orders=-1", "orders=1.5", "tokens=1", "orders=0,payments=0", "orders=1,orders=2"]
)
def test_an_invalid_mix_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"KIND=SHARE|above 0|twice"):
        Mix.parse(text)


def test_shares_hold_at_every_moment() -> None:
    mix = Mix(orders=40, payments=60)

    assert [dict(mix.split(count)) for count in (0, 1, 5, 1000)] == [
        {"orders": 0, "payments": 0},
        {"orders": 0, "payments": 1},
        {"orders": 2, "payments": 3},
        {"orders": 400, "payments": 600},
    ]


@given(
    orders=st.integers(min_value=0, max_value=1000),
    payments=st.integers(min_value=1, max_value=1000),
    count=st.integers(min_value=0, max_value=10**9),
)
def test_one_more_in_total_is_one_more_of_one_kind(orders: int, payments: int, count: int) -> None:
    mix = Mix(orders=orders, payments=payments)

    before, after = mix.split(count), mix.split(count + 1)

    assert sorted((after["orders"] - before["orders"], after["payments"] - before["payments"])) == [0, 1]
