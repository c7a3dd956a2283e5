"""Compose itself on docker-compose.yml. It needs no engine for that."""

import shutil
import subprocess

import yaml

from infra.local.home import REPOSITORY
from tests.fixtures.programs import program


def test_compose_understands_the_file() -> None:
    done = subprocess.run(
        [*_compose(), "config"], cwd=REPOSITORY, capture_output=True, text=True, check=False, timeout=60
    )

    assert (done.returncode, done.stderr) == (0, "")
    services = yaml.safe_load(done.stdout)["services"]
    assert {"localstack", "deploy", "console", "scaler", "flower", "prometheus", "grafana"} <= services.keys()
    assert "${" not in done.stdout


def _compose() -> tuple[str, ...]:
    """The plugin of `docker` where it is there, else the program of its own."""
    if docker := shutil.which("docker"):
        found = subprocess.run([docker, "compose", "version"], capture_output=True, check=False, timeout=60)
        if found.returncode == 0:
            return docker, "compose"
    return (program("docker-compose"),)
