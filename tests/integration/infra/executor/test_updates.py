"""Until the new code is there the old one answers."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.harness.waiting import wait_for
from tests.integration.infra.executor.deployment import DeployedFunction, Deployer, source_files, zipped


def update_to(function: DeployedFunction, edition: str) -> None:
    """Replace the code by one with this edition, and wait until it is in force."""
    files = source_files() | {"edition.py": f"TEXT = '{edition}'"}
    function.client.update_function_code(FunctionName=function.name, ZipFile=zipped(files))
    function.wait_until_active()


def test_an_invocation_that_began_before_an_update_ends_with_the_old_code(deploy: Deployer, tmp_path: Path) -> None:
    function = deploy("probe.wait_for_file", timeout_s=60, files={"edition.py": "TEXT = 'old'"})
    begun, file = tmp_path / "begun", tmp_path / "file"
    event = {"begun": str(begun), "file": str(file)}

    with ThreadPoolExecutor() as callers:
        early = callers.submit(function.invoke, event)
        wait_for("the invocation has begun", begun.exists, within_seconds=30)
        update_to(function, "new")
        late = callers.submit(function.invoke, event)
        file.touch()

    assert early.result().payload == "old"
    assert early.result().lines[-1].startswith("REPORT")
    assert late.result().payload == "new"


def test_a_process_of_the_old_code_ends_with_its_invocation(deploy: Deployer, tmp_path: Path) -> None:
    function = deploy("probe.wait_for_file", timeout_s=60, files={"edition.py": "TEXT = 'old'"})
    begun, file = tmp_path / "begun", tmp_path / "file"

    with ThreadPoolExecutor() as callers:
        early = callers.submit(function.invoke, {"begun": str(begun), "file": str(file)})
        wait_for("the invocation has begun", begun.exists, within_seconds=30)
        update_to(function, "new")
        file.touch()

    assert early.result().error is None
    wait_for("no process is left", lambda: not function.processes(), within_seconds=20)


def test_no_invocation_fails_while_the_code_is_updated(deploy: Deployer, tmp_path: Path) -> None:
    function = deploy("probe.wait_for_file", timeout_s=60, files={"edition.py": "TEXT = '0'"})
    event = {"begun": str(tmp_path / "begun"), "file": str(tmp_path)}
    over = threading.Event()

    def call_until_over() -> set[str]:
        seen = set()
        while not over.is_set():
            seen.add(function.invoke(event).payload)
        return seen

    with ThreadPoolExecutor() as callers:
        seen = [callers.submit(call_until_over) for _ in range(3)]
        for edition in ("1", "2", "3"):
            update_to(function, edition)
        over.set()

    assert set().union(*(each.result() for each in seen)) <= {"0", "1", "2", "3"}
    assert function.invoke(event).payload == "3"
