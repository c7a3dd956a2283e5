"""The catalogue has one row per metric."""

import pytest
from esteira.metrics.catalogue import CATALOGUE, METRIC_KINDS, MetricKind, kind_of

ODD_NAMES = {
    "lane": "orders",
    "source": "read-only_2",
    "token": "acme.state.v1",
    "task": "manager.tick",
    "state": "succeeded",
    "function": "compute_metrics_due",
}


@pytest.mark.parametrize("kind", CATALOGUE, ids=lambda kind: kind.pattern)
def test_row_and_labels_are_found_by_the_name(kind: MetricKind) -> None:
    name = kind.name(**ODD_NAMES)

    assert kind_of(name) is kind
    assert [other.pattern for other in CATALOGUE if other.labels_in(name) is not None] == [kind.pattern]
    assert {**ODD_NAMES, **(kind.labels_in(name) or {})} == ODD_NAMES


@pytest.mark.parametrize("name", ["", "queue.orders", "queue..visible", "ledger.lost", "token.x.secret"])
def test_an_unknown_name_has_no_row(name: str) -> None:
    assert kind_of(name) is None


def test_no_name_occurs_twice() -> None:
    assert len(METRIC_KINDS) == len(CATALOGUE)
