"""The catalogue has one row per metric, and the documentation page is generated from it."""

import pytest
from esteira.metrics.catalogue import CATALOGUE, METRIC_KINDS, MetricKind, kind_of

from infra.metrics_page import PAGE, page

ODD_NAMES = {
    "lane": "orders",
    "source": "read-only_2",
    "token": "acme.state.v1",
    "task": "manager.tick",
    "state": "succeeded",
    "function": "compute_metrics_due",
}


@pytest.mark.parametrize("kind", CATALOGUE, ids=lambda kind: kind.pattern)
def test_a_name_leads_back_to_its_row_and_its_labels(kind: MetricKind) -> None:
    name = kind.name(**ODD_NAMES)

    assert kind_of(name) is kind
    assert [one.pattern for one in CATALOGUE if one.labels_in(name) is not None] == [kind.pattern]
    assert {**ODD_NAMES, **(kind.labels_in(name) or {})} == ODD_NAMES


@pytest.mark.parametrize("name", ["", "queue.orders", "queue..visible", "ledger.lost", "token.x.secret"])
def test_what_is_not_in_the_table_has_no_row(name: str) -> None:
    assert kind_of(name) is None


def test_no_name_is_twice_in_the_table() -> None:
    assert len(METRIC_KINDS) == len(CATALOGUE)


def test_the_page_says_what_the_table_says() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m infra.metrics_page"
