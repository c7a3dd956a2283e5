"""A few figures for CloudWatch, in its embedded metric format: AWS makes metrics of a log line that has it."""

from typing import Any

from esteira.metrics.compute_metrics import Computed

NAMESPACE = "Esteira"
FIGURES = (
    "ledger.residual",
    "ledger.not_read",
    "ledger.retrying",
    "ledger.dead",
    "ledger.rejected",
    "callbacks.unprocessed",
    "workers.all",
)
"""Those by which an operator sees whether orders flow. AWS charges for each by the month, so they are few."""


def embedded(computed: Computed, stack: str) -> dict[str, Any]:
    """Return the fields of a log line from which CloudWatch reads the figures, by stack; those that were measured."""
    values = {metric.name: metric.value for metric in computed.metrics if metric.name in FIGURES}
    directive = {"Namespace": NAMESPACE, "Dimensions": [["Stack"]], "Metrics": [{"Name": name} for name in values]}
    about = {"Timestamp": int(computed.at.timestamp() * 1000), "CloudWatchMetrics": [directive]}
    return {"_aws": about, "Stack": stack, **values}
