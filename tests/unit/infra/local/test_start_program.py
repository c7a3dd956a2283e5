"""A program starts with the variables that `up` wrote, and says who writes them where there are none."""

import json
import subprocess
import sys
from pathlib import Path

from infra.local.home import REPOSITORY

SHOW = "import os; print(os.environ['ESTEIRA_REDIS_URL'], os.environ['OF_THE_SUPERVISOR'])"


def start(variables: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        (sys.executable, "-m", "infra.local.processes.start_program", str(variables), sys.executable, "-c", SHOW),
        cwd=REPOSITORY,
        env={"OF_THE_SUPERVISOR": "too"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_it_has_the_variables_of_the_file_and_those_of_the_supervisor(tmp_path: Path) -> None:
    file = tmp_path / "variables.json"
    file.write_text(json.dumps({"ESTEIRA_REDIS_URL": "redis://here/0"}))

    assert start(file).stdout == "redis://here/0 too\n"


def test_before_a_deployment_it_ends_and_names_the_command_that_helps(tmp_path: Path) -> None:
    done = start(tmp_path / "none.json")

    assert done.returncode == 1
    assert "esteira up" in done.stderr
