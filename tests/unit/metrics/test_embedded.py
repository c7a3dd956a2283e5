"""What CloudWatch gets of the metrics."""

from datetime import UTC, datetime

from esteira.metrics.catalogue import kind_of
from esteira.metrics.compute_metrics import Computed
from esteira.metrics.embedded import FIGURES, embedded
from esteira.metrics.metric import Metric

AT = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)


def test_cloudwatch_gets_the_chosen_figures_by_stack_and_only_those_that_were_measured() -> None:
    values = {"ledger.residual": 0, "workers.all": 3, "queue.orders.visible": 9}

    line = embedded(Computed(at=AT, metrics=[Metric(name=name, value=values[name], at=AT) for name in values]), "shop")

    (directive,) = line["_aws"]["CloudWatchMetrics"]
    assert directive["Metrics"] == [{"Name": "ledger.residual"}, {"Name": "workers.all"}]
    assert {name: line[name] for name in line if name != "_aws"} == {
        "Stack": "shop",
        "ledger.residual": 0,
        "workers.all": 3,
    }
    assert (line["_aws"]["Timestamp"], directive["Dimensions"]) == (1795867200000, [["Stack"]])


def test_every_figure_for_cloudwatch_is_in_the_catalogue() -> None:
    assert all(kind_of(name) for name in FIGURES)
