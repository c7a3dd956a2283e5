"""Many invocations at the same moment."""

import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from infra.local.services.localstack import EMULATOR_PYTHON
from tests.harness.localstack import running_localstack
from tests.harness.waiting import wait_for
from tests.integration.infra.executor.deployment import DeployedFunction, Deployer, credentials, deployer
from tests.integration.infra.executor.http_door import http_door, statuses

IMPATIENT = {
    "LAMBDA_KEEPALIVE_MS": "500",
    "LAMBDA_PROCESS_KEEP_WARM": "1",
    "LAMBDA_PROCESS_MAX_ENVIRONMENTS": "2",
    "LAMBDA_PROCESS_PATIENCE_S": "5",
}

INSTALL_ON_ANOTHER_LOCALSTACK = """
from localstack.services.lambda_.invocation.assignment import AssignmentService
AssignmentService.get_environment = lambda self, version: None
from localstack_process_executor import assignment
assignment.install()
"""


@pytest.fixture(scope="module")
def deploy_impatient(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployer]:
    """Deploys to a LocalStack with two environments a function, of which one is kept, and little patience."""
    with running_localstack(tmp_path_factory.mktemp("impatient") / "localstack", IMPATIENT) as emulator:
        yield deployer(emulator.endpoint)


def running(function: DeployedFunction) -> int:
    return sum("bootstrap.py" in command and "reaper" not in command for command in function.processes())


def without_retries(function: DeployedFunction) -> DeployedFunction:
    endpoint = function.client.meta.endpoint_url
    once = Config(retries={"total_max_attempts": 1})
    return replace(function, client=boto3.client("lambda", config=once, **credentials(endpoint)))


def test_fifty_requests_at_once_on_a_function_without_environments_are_all_accepted(deploy: Deployer) -> None:
    function = deploy("probe.accept", timeout_s=30)
    url = http_door(function)

    assert statuses(url, at_once=50) == {202: 50}
    assert running(function) < 25


def test_six_functions_called_at_once_all_answer(deploy: Deployer) -> None:
    functions = [deploy("probe.process_id", timeout_s=60) for _ in range(6)]

    with ThreadPoolExecutor(6) as callers:
        results = list(callers.map(lambda function: function.invoke(), functions))

    assert [result.error for result in results] == [None] * 6


def test_an_event_is_handled_while_calls_hold_another_function(deploy: Deployer, tmp_path: Path) -> None:
    held, asynchronous = deploy("probe.meet", timeout_s=60), deploy("probe.meet", timeout_s=60)
    event = {"folder": str(tmp_path), "expected": 3}

    with ThreadPoolExecutor(2) as callers:
        calls = [callers.submit(held.invoke, event) for _ in range(2)]
        asynchronous.client.invoke(
            FunctionName=asynchronous.name,
            InvocationType="Event",
            Payload=f'{{"folder": "{tmp_path}", "expected": 3}}',
        )

    assert [call.result().error for call in calls] == [None, None]


def test_who_waits_for_longer_than_the_patience_is_throttled(deploy_impatient: Deployer, tmp_path: Path) -> None:
    function = deploy_impatient("probe.meet", timeout_s=60)
    event = {"folder": str(tmp_path), "expected": 3}

    with ThreadPoolExecutor(2) as callers:
        held = [callers.submit(function.invoke, event) for _ in range(2)]
        wait_for("both run", lambda: len(list(tmp_path.iterdir())) == 2)
        with pytest.raises(ClientError, match="TooManyRequestsException"):
            without_retries(function).invoke(event)
        (tmp_path / "third").touch()

    assert [call.result().error for call in held] == [None, None]


def test_one_idle_environment_is_kept_and_the_others_end(deploy_impatient: Deployer, tmp_path: Path) -> None:
    function = deploy_impatient("probe.meet", timeout_s=30)
    with ThreadPoolExecutor(2) as callers:
        both = set(callers.map(lambda _: function.invoke({"folder": str(tmp_path), "expected": 2}).payload, range(2)))

    wait_for("one has ended", lambda: running(function) == 1)

    assert function.invoke({"folder": str(tmp_path), "expected": 2}).payload in both


def test_api_gateway_answers_429_for_a_throttled_function(deploy: Deployer) -> None:
    function = deploy("probe.accept")
    url = http_door(function)
    function.client.put_function_concurrency(FunctionName=function.name, ReservedConcurrentExecutions=0)

    assert statuses(url, at_once=1) == {429: 1}


def test_another_shape_of_localstack_is_refused() -> None:
    done = subprocess.run(
        [EMULATOR_PYTHON, "-c", INSTALL_ON_ANOTHER_LOCALSTACK], capture_output=True, text=True, check=False
    )

    assert "UnexpectedLocalStack" in done.stderr
    assert "does not have the parameters" in done.stderr
