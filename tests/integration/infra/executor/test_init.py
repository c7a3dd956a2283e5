"""Handlers that cannot be loaded."""

import pytest

from tests.integration.infra.executor.deployment import Deployer


@pytest.mark.parametrize(
    ("handler", "error_type", "message"),
    [
        ("missing_import.handle", "Runtime.ImportModuleError", "No module named 'a_module_nobody_has'"),
        ("no_such_module.handle", "Runtime.ImportModuleError", "No module named 'no_such_module'"),
        ("probe.no_such_handler", "Runtime.HandlerNotFound", "Handler 'no_such_handler' missing on module 'probe'"),
        ("broken_import.handle", "RuntimeError", "no luck at import"),
        ("exiting_import.handle", "Runtime.ExitError", "Runtime exited with error: exit status 3"),
    ],
)
def test_a_handler_that_cannot_be_loaded_is_reported(
    deploy: Deployer, handler: str, error_type: str, message: str
) -> None:
    result = deploy(handler).invoke()

    assert result.error == "Unhandled"
    assert result.payload["errorType"] == error_type
    assert result.payload["errorMessage"].endswith(message)
    assert f"Phase: invoke\tStatus: error\tError Type: {error_type}" in result.log


def test_an_init_of_more_than_ten_seconds_is_repeated_within_the_invocation(deploy: Deployer) -> None:
    result = deploy("slow_first_import.handle").invoke()

    assert result.payload == "at last"
    assert "Phase: init\tStatus: timeout" in result.lines[0]
