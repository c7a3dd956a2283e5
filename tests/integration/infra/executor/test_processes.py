"""How long processes live, and that none is left behind."""

import signal
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.harness.localstack import running_localstack
from tests.harness.waiting import wait_for
from tests.integration.infra.executor.deployment import DeployedFunction, Deployer, deployer, source_files, zipped


def offspring(function: DeployedFunction) -> list[str]:
    return [command for command in function.processes() if command.startswith("sleep")]


def test_one_process_serves_one_invocation_after_the_other(deploy: Deployer) -> None:
    function = deploy("probe.process_id")

    assert function.invoke().payload == function.invoke().payload


def test_six_parallel_invocations_run_in_six_processes(deploy: Deployer, tmp_path: Path) -> None:
    function = deploy("probe.meet", timeout_s=60)
    event = {"folder": str(tmp_path), "expected": 6}

    with ThreadPoolExecutor(6) as callers:
        results = list(callers.map(lambda _: function.invoke(event), range(6)))

    assert len({result.payload for result in results}) == 6


def test_a_code_update_replaces_the_process(deploy: Deployer) -> None:
    function = deploy("probe.process_id")
    before = function.invoke().payload

    changed = source_files() | {"probe.py": "def process_id(event, context): return 'new code'"}
    function.client.update_function_code(FunctionName=function.name, ZipFile=zipped(changed))
    function.wait_until_active()

    assert function.invoke().payload == "new code"
    wait_for("the old process has ended", lambda: not Path(f"/proc/{before}").exists())


def test_a_deleted_function_leaves_no_process(deploy: Deployer) -> None:
    function = deploy("probe.leave_children")
    function.invoke()
    assert len(offspring(function)) == 2

    function.client.delete_function(FunctionName=function.name)

    wait_for("all its processes have ended", lambda: not function.processes())


def test_a_crash_ends_everything_the_process_had_started(deploy: Deployer) -> None:
    function = deploy("probe.leave_children_and_crash")

    function.invoke()

    assert offspring(function) == []


def test_nothing_survives_a_kill_of_localstack(tmp_path: Path) -> None:
    with running_localstack(tmp_path / "localstack") as emulator:
        function = deployer(emulator.endpoint)("probe.leave_children")
        function.invoke()
        assert len(offspring(function)) == 2

        emulator.child.send(signal.SIGKILL)

        wait_for("all its processes have ended", lambda: not function.processes())
