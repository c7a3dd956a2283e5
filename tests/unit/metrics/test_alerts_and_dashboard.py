"""Alerts and dashboard use existing metrics only, and link to the runbook."""

import re
from typing import Any

import pytest
import yaml
from esteira.metrics.prometheus import sample_names

from infra.local.home import REPOSITORY
from tests.fixtures.dashboard import panels, queries
from tests.fixtures.promql import metrics_named

RULES = REPOSITORY / "infra" / "prometheus" / "rules.yml"

OF_PROMETHEUS = {"up", "ALERTS"}


def alerts() -> list[dict[str, Any]]:
    groups = yaml.safe_load(RULES.read_text(encoding="utf-8"))["groups"]
    return [rule for group in groups for rule in group["rules"]]


@pytest.mark.parametrize(
    ("expression", "named"),
    [
        ("esteira_queue_dead > 0", {"esteira_queue_dead"}),
        ('up{job="esteira"} == 0', {"up"}),
        ("a > 0 and on (lane) b == 0 or absent(c)", {"a", "b", "c"}),
        ("sum by (task, state) (rate(x_total[1m])) / 2e3", {"x_total"}),
        ("time() - min(esteira_x)", {"esteira_x"}),
    ],
)
def test_the_names_in_an_expression_are_found(expression: str, named: set[str]) -> None:
    assert metrics_named(expression) == named


@pytest.mark.parametrize("alert", alerts(), ids=lambda alert: alert["alert"])
def test_an_alert_uses_existing_metrics(alert: dict[str, Any]) -> None:
    named = metrics_named(alert["expr"])

    assert named
    assert named <= sample_names() | OF_PROMETHEUS


@pytest.mark.parametrize("expression", [pytest.param(query, id=panel) for panel, query in queries()])
def test_a_panel_uses_existing_metrics(expression: str) -> None:
    named = metrics_named(expression)

    assert named
    assert named <= sample_names() | OF_PROMETHEUS


@pytest.mark.parametrize("alert", alerts(), ids=lambda alert: alert["alert"])
def test_an_alert_has_a_summary_a_link_to_the_runbook_and_a_severity(alert: dict[str, Any]) -> None:
    notes = alert["annotations"]

    assert notes["summary"].endswith(".")
    assert re.fullmatch(r"docs/operations\.md#[a-z-]+", notes["what_to_do"])
    assert alert["labels"]["severity"] in {"warning", "critical"}


@pytest.mark.skipif(
    not (REPOSITORY / "docs" / "operations.md").exists(), reason="docs/operations.md is not written yet"
)
@pytest.mark.parametrize("alert", alerts(), ids=lambda alert: alert["alert"])
def test_the_runbook_has_the_chapter_that_an_alert_links_to(alert: dict[str, Any]) -> None:
    page, _, anchor = alert["annotations"]["what_to_do"].partition("#")
    headings = re.findall(r"^#+ (.+)$", (REPOSITORY / page).read_text(encoding="utf-8"), re.MULTILINE)

    assert anchor in {re.sub(r"[^a-z0-9 -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_no_two_panels_overlap() -> None:
    cells = [
        (x, y)
        for area in (panel["gridPos"] for panel in panels())
        for x in range(area["x"], area["x"] + area["w"])
        for y in range(area["y"], area["y"] + area["h"])
    ]

    assert len(cells) == len(set(cells))
    assert max(x for x, _ in cells) < 24
