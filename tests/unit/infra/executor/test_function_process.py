"""The start of a function's process."""

import os
import sys
from pathlib import Path

import pytest
from localstack_process_executor.function_process import FunctionProcess, Launch

from tests.harness.waiting import wait_for


def open_files() -> int:
    return len(os.listdir("/proc/self/fd"))


@pytest.mark.parametrize("variables", [{"A": "x\0y"}, {"A": "\ud800"}, {"A=B": "x"}])
def test_a_start_with_a_variable_that_no_process_can_have_leaves_no_file_open(
    variables: dict[str, str], tmp_path: Path
) -> None:
    before = open_files()
    launch = Launch(
        command=[sys.executable, "-c", ""],
        code=tmp_path,
        environment=variables,
        limits={"CORE": 0},
        memory_limit_kib=1,
        log_limit_bytes=1,
    )

    for _ in range(3):
        with pytest.raises(ValueError):  # noqa: PT011 - the kind is Python's, the words differ
            FunctionProcess(launch)

    wait_for("as many files are open as before", lambda: open_files() <= before, within_seconds=10)
