"""The Prometheus exposition contains all metrics."""

from datetime import UTC, datetime, timedelta

from esteira.metrics.catalogue import CATALOGUE
from esteira.metrics.metric import metric
from esteira.metrics.prometheus import exposition
from prometheus_client.parser import text_string_to_metric_families

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)
FIGURES = [
    metric("queue.{lane}.visible", 3, NOON, lane="orders"),
    metric("queue.{lane}.visible", 4.5, NOON, lane="payments"),
    metric("token.{token}.state", 1, NOON, note="expiring", token='odd "name"\\'),
    metric("attempts.{lane}.all", 12, NOON - timedelta(seconds=9), lane="orders"),
    metric("tasks.{task}.{state}", 5, NOON, task="manager.tick", state="failed"),
    metric("callbacks.unprocessed", 0, NOON),
]


def samples(text: str) -> dict[tuple[str, str], float]:
    families = text_string_to_metric_families(text)
    return {
        (sample.name, ",".join(sample.labels.values())): sample.value
        for family in families
        for sample in family.samples
    }


def test_every_metric_is_exposed_with_its_name_and_labels() -> None:
    found = samples(exposition(FIGURES))

    assert (
        found.items()
        >= {
            ("esteira_queue_visible", "orders"): 3,
            ("esteira_queue_visible", "payments"): 4.5,
            ("esteira_token_state", 'odd "name"\\'): 1,
            ("esteira_attempts_all_total", "orders"): 12,
            ("esteira_tasks_total", "failed,manager.tick"): 5,
            ("esteira_callbacks_unprocessed", ""): 0,
        }.items()
    )


def test_the_timestamp_of_a_topic_is_that_of_its_oldest_value() -> None:
    found = samples(exposition(FIGURES))

    assert found["esteira_computed_timestamp_seconds", "orders"] == NOON.timestamp() - 9
    assert found["esteira_computed_timestamp_seconds", "payments"] == NOON.timestamp()


def test_without_metrics_the_exposition_is_empty() -> None:
    assert samples(exposition([])) == {}


def test_every_row_of_the_catalogue_has_a_unique_name() -> None:
    labels = dict.fromkeys(("lane", "source", "token", "task", "state", "function"), "orders")
    figures = [
        metric(kind.pattern, index, NOON, **{name: labels[name] for name in labels if f"{{{name}}}" in kind.pattern})
        for index, kind in enumerate(CATALOGUE)
    ]

    found = samples(exposition(figures))

    assert sorted(value for (name, _), value in found.items() if "computed_timestamp" not in name) == [
        *range(len(CATALOGUE))
    ]
