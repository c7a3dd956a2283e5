"""Prometheus with our configuration and rules, reading one console."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import yaml

from infra.local.home import REPOSITORY
from tests.fixtures.programs import program
from tests.harness.child import Child
from tests.harness.ports import free_port


class Prometheus:
    """A running Prometheus."""

    def __init__(self, child: Child, address: str) -> None:
        self.child = child
        self._http = httpx.Client(base_url=f"{address}/api/v1/", timeout=30)

    def close(self) -> None:
        """End the program and the connections to it."""
        self.child.stop()
        self._http.close()

    def is_ready(self) -> bool:
        """Whether it has read a console's metrics at least once."""
        try:
            return self.series("up") == [{"job": "esteira"}]
        except httpx.HTTPError:  # 503 while it starts
            return False

    def series(self, expression: str) -> list[dict[str, str]]:
        """Return the labels of what an expression gives now, without name and instance; NaN counts as nothing."""
        answer = self._http.get("query", params={"query": expression}).raise_for_status().json()
        return [_labels(each["metric"]) for each in answer["data"]["result"] if each["value"][1] != "NaN"]

    def firing(self, alert: str) -> list[dict[str, str]]:
        """Return the labels of each alert of this name that fires now."""
        found: list[dict[str, Any]] = self._http.get("alerts").raise_for_status().json()["data"]["alerts"]
        return [each["labels"] for each in found if (each["labels"]["alertname"], each["state"]) == (alert, "firing")]


@contextmanager
def running_prometheus(folder: Path, console_url: str) -> Iterator[Prometheus]:
    """Run it on a copy of infra/prometheus in `folder`, which is deleted at the end, until it has read the console."""
    executable, address = program("prometheus"), f"127.0.0.1:{free_port()}"
    shutil.copytree(REPOSITORY / "infra" / "prometheus", folder)
    targets = [{"targets": [httpx.URL(console_url).netloc.decode()]}]
    (folder / "targets" / "console.yml").write_text(yaml.safe_dump(targets), encoding="utf-8")
    options = {"config.file": "prometheus.yml", "web.listen-address": address, "storage.tsdb.path": "data"}
    command = (executable, *(f"--{name}={value}" for name, value in options.items()))
    prometheus = Prometheus(Child("prometheus", command, folder=folder), f"http://{address}")
    try:
        prometheus.child.await_ready(prometheus.is_ready)
        yield prometheus
    finally:
        prometheus.close()
        shutil.rmtree(folder)


def _labels(metric: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in metric.items() if name not in {"__name__", "instance"}}
