"""promtool checks Prometheus's configuration and rules, and when each rule alerts."""

import subprocess

import pytest
from esteira.metrics.catalogue import CATALOGUE
from esteira.metrics.metric import metric
from esteira.metrics.prometheus import exposition

from infra.local.home import REPOSITORY
from tests.fixtures.clock import READ_AT
from tests.fixtures.programs import program

FOLDER = REPOSITORY / "infra" / "prometheus"


def promtool(*arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    command = [program("promtool"), *arguments]
    return subprocess.run(command, cwd=FOLDER, input=stdin, capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.parametrize(
    "arguments",
    [("check", "config", "prometheus.yml"), ("check", "rules", "rules.yml"), ("test", "rules", "rules_test.yml")],
)
def test_configuration_and_rules_are_valid(arguments: tuple[str, ...]) -> None:
    done = promtool(*arguments)

    assert done.returncode == 0, done.stdout + done.stderr


def test_the_exposition_of_every_metric_is_valid() -> None:
    labels = dict.fromkeys(("lane", "source", "token", "task", "state", "function"), "orders")
    figures = [metric(kind.pattern, 1, READ_AT, **(kind.labels_in(kind.name(**labels)) or {})) for kind in CATALOGUE]

    done = promtool("check", "metrics", stdin=exposition(figures))

    assert (done.returncode, done.stderr) == (0, "")
