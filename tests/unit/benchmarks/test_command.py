"""The command line of the benchmarks."""

import pytest

from benchmarks.__main__ import _parser, main, options
from benchmarks.sections.growth import row_steps
from benchmarks.sections.options import SHORT, Options


def test_what_is_given_replaces_the_default() -> None:
    given = options(_parser().parse_args(["end-to-end", "--rounds", "3"]))

    assert given == Options(rounds=3)


def test_the_short_form_has_fewer_rounds_and_orders() -> None:
    given = options(_parser().parse_args(["--short", "--orders", "500"]))

    assert (given.rounds, given.orders) == (SHORT.rounds, 500)


def test_an_unknown_section_is_refused_with_the_known_ones(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["endtoend"])

    assert "end-to-end" in capsys.readouterr().err


def test_contenders_are_chosen_by_parts_of_their_names() -> None:
    chosen = Options(only=["both", "rabbit"])

    assert chosen.wants("Esteira, both")
    assert chosen.wants("RabbitMQ + pika, two consumers")
    assert not chosen.wants("Esteira, workers alone")


@pytest.mark.parametrize(
    ("most", "steps"), [(1000, [1000]), (99_999, [1000, 10_000]), (100_000, [1000, 10_000, 100_000])]
)
def test_growth_stops_at_the_rows_asked_for(most: int, steps: list[int]) -> None:
    assert row_steps(most) == steps
