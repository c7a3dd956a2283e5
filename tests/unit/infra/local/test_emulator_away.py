"""LocalStack is not running: commands say so, and show the rest."""

from pathlib import Path

import pytest

from infra.errors import EmulatorUnreachable
from infra.local.home import Home
from infra.local.stack.outputs import completed
from infra.local.status import stack_status
from tests.unit.infra.local.environments import environment

NOBODY = "http://127.0.0.1:9"


def test_the_stack_is_down(tmp_path: Path) -> None:
    environment(tmp_path, aws_endpoint_url=NOBODY).write(Home(root=tmp_path))

    assert stack_status(Home(root=tmp_path)).state == "DOWN"


def test_completing_the_environment_says_that_the_emulator_does_not_answer(tmp_path: Path) -> None:
    without_stack = environment(tmp_path, aws_endpoint_url=NOBODY, queues={})

    with pytest.raises(EmulatorUnreachable, match=NOBODY):
        completed(without_stack)
