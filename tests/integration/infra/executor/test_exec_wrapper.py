"""AWS_LAMBDA_EXEC_WRAPPER: a program of the bundle or of a layer that starts the runtime."""

from pathlib import Path

import pytest

from tests.integration.infra.executor.deployment import Deployer

WRAPPER = """#!/bin/sh
export WRAPPED_BY="$0" _HANDLER=probe.environment
exec "$@"
"""


@pytest.mark.parametrize(("folder", "path"), [("", "/var/task/wrapper"), ("layer", "/opt/wrapper")])
def test_the_wrapper_starts_the_runtime(deploy: Deployer, folder: str, path: str) -> None:
    function = deploy(
        "probe.echo",
        files={} if folder else {"wrapper": WRAPPER},
        layers=[deploy.layer("wrapper", {"wrapper": WRAPPER})] if folder else [],
        environment={"AWS_LAMBDA_EXEC_WRAPPER": path},
    )

    seen = function.invoke().payload

    assert seen["WRAPPED_BY"].endswith("/wrapper")
    assert seen["AWS_LAMBDA_EXEC_WRAPPER"] == path


def test_a_wrapper_that_does_not_exist_ends_the_runtime_with_status_127(deploy: Deployer) -> None:
    result = deploy("probe.echo", environment={"AWS_LAMBDA_EXEC_WRAPPER": "/opt/nothing"}).invoke()

    assert result.payload["errorMessage"].endswith("Runtime exited with error: exit status 127")
    assert "/opt/nothing: does not exist" in result.lines


def test_a_wrapper_that_is_not_executable_ends_the_runtime_with_status_126(deploy: Deployer, tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text("def handle(event, context): return 'unwrapped'")
    (tmp_path / "wrapper").write_text(WRAPPER)
    code = {"S3Bucket": "hot-reload", "S3Key": str(tmp_path)}

    result = deploy("app.handle", code=code, environment={"AWS_LAMBDA_EXEC_WRAPPER": "/var/task/wrapper"}).invoke()

    assert result.payload["errorMessage"].endswith("Runtime exited with error: exit status 126")
    assert f"{tmp_path}/wrapper: is not an executable" in result.lines
