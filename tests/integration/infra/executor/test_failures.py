"""Invocations that go wrong are answered as on AWS, and the next one works."""

import time
from typing import Any

import pytest

from tests.integration.infra.executor.deployment import Deployer, Result


def error_of(result: Result) -> tuple[str, str]:
    """Type and message of the answer, the message without the request id that AWS puts first."""
    assert result.error == "Unhandled"
    return result.payload["errorType"], result.payload["errorMessage"].split(" Error: ")[-1]


@pytest.mark.parametrize(
    ("event", "error", "message"),
    [
        ({"length": 11_000}, "ValueError", "é" * 11_000),
        ({"length": 200_000}, "ValueError", "é" * 200_000),
        ({"frames": 400}, "ValueError", "deep"),
        ({"frames": 100_000}, "RecursionError", "maximum recursion depth exceeded"),
    ],
)
def test_a_long_error_is_answered_in_full_and_the_process_lives_on(
    deploy: Deployer, event: object, error: str, message: str
) -> None:
    function = deploy("probe.fail_at_length")
    before = function.invoke().payload

    found, text = error_of(function.invoke(event))

    assert (found, text[: len(message)]) == (error, message)
    assert function.invoke().payload == before


def test_a_handler_that_takes_too_long_is_ended_at_its_time_limit(deploy: Deployer) -> None:
    function = deploy("probe.sleep", timeout_s=1)
    started_at = time.monotonic()

    result = function.invoke({"seconds": 60})

    assert time.monotonic() - started_at < 10
    assert error_of(result) == ("Sandbox.Timedout", "Task timed out after 1.00 seconds")
    assert "going to sleep" in result.lines
    assert result.log.rstrip().endswith("Status: timeout")
    assert "\tDuration: 1000.00 ms\t" in result.log


def test_after_a_time_limit_the_next_invocation_has_a_fresh_process(deploy: Deployer) -> None:
    function = deploy("probe.sleep", timeout_s=1)
    before = function.invoke({"seconds": 0}).payload

    function.invoke({"seconds": 60})
    after = function.invoke({"seconds": 0})

    assert after.error is None
    assert after.payload != before
    assert "going to sleep" in after.lines


@pytest.mark.parametrize(
    ("death", "message"),
    [
        ({"by": "exit", "status": 3}, "Runtime exited with error: exit status 3"),
        ({"by": "exit", "status": 0}, "Runtime exited without providing a reason"),
        ({"by": "signal", "name": "SIGSEGV"}, "Runtime exited with error: signal: segmentation fault"),
        ({"by": "signal", "name": "SIGKILL"}, "Runtime exited with error: signal: killed"),
        ({"by": "signal", "name": "SIGALRM"}, "Runtime exited with error: signal: alarm clock"),
        ({"by": "signal", "name": "SIGRTMIN"}, "Runtime exited with error: signal: signal 34"),
    ],
)
def test_a_crash_is_answered_and_the_next_invocation_works(
    deploy: Deployer, death: dict[str, Any], message: str
) -> None:
    function = deploy("probe.end")

    crashed, recovered = function.invoke(death), function.invoke()

    assert error_of(crashed) == ("Runtime.ExitError", message)
    assert "Error Type: Runtime.ExitError" in crashed.log
    assert recovered.error is None


@pytest.mark.parametrize("then", ["keep", "free", "leave to a child"])
def test_a_process_that_takes_more_memory_than_configured_is_killed(deploy: Deployer, then: str) -> None:
    function = deploy("probe.allocate", memory_mb=128)
    before = function.invoke({"mebibytes": 60})

    greedy, after = function.invoke({"mebibytes": 300, "then": then}), function.invoke({"mebibytes": 60})

    assert (before.error, after.error) == (None, None)
    assert error_of(greedy) == ("Runtime.ExitError", "Runtime exited with error: signal: killed")
    assert "Memory Size: 128 MB\tMax Memory Used: 128 MB\t" in greedy.log
    assert "Error Type: Runtime.ExitError" in greedy.log


def test_memory_that_forked_processes_share_counts_once(deploy: Deployer) -> None:
    function = deploy("probe.share", memory_mb=256)

    assert function.invoke({"mebibytes": 100, "processes": 3}).payload == 3


def test_an_init_that_takes_more_memory_than_configured_is_killed(deploy: Deployer) -> None:
    app = "import time\nKEPT = bytearray(300 << 20).replace(b'\\0', b'\\1')\ntime.sleep(60)\ndef handle(*_): pass"

    result = deploy("app.handle", files={"app.py": app}, memory_mb=128).invoke()

    assert error_of(result) == ("Runtime.ExitError", "Runtime exited with error: signal: killed")


def test_the_usual_drivers_fit_into_256_mb(deploy: Deployer) -> None:
    project = next(path for path in map(str, __import__("sys").path) if path.endswith("site-packages"))
    function = deploy("probe.import_all", memory_mb=256, environment={"PYTHONPATH": project})

    result = function.invoke({"modules": ["boto3", "psycopg", "pymongo"]})

    assert result.payload == ["boto3", "psycopg", "pymongo"]
