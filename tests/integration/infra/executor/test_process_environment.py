"""The environment of a function: variables, files, layers, versions."""

import os
from pathlib import Path

from tests.harness.waiting import wait_for
from tests.integration.infra.executor.deployment import Deployer, zipped

OF_LOCALSTACK = (
    "LS_LOG",
    "GATEWAY_LISTEN",
    "FILESYSTEM_ROOT",
    "LAMBDA_PROCESS",
    "LAMBDA_RUNTIME_EXECUTOR",
    "LOCALSTACK_RUNTIME",
)


def test_a_function_sees_its_own_variables_and_none_of_localstacks(deploy: Deployer) -> None:
    function = deploy("probe.environment", environment={"GREETING": "olá"})

    seen = function.invoke().payload

    assert seen["GREETING"] == "olá"
    assert seen["AWS_LAMBDA_FUNCTION_NAME"] == function.name
    assert seen["AWS_EXECUTION_ENV"] == "AWS_Lambda_python3.11"
    assert Path(seen["LAMBDA_TASK_ROOT"], "probe.py").exists()
    assert [name for name in seen if name.startswith(OF_LOCALSTACK)] == []
    assert seen["HOME"] != os.environ.get("HOME")


def test_the_scratch_folder_lives_as_long_as_the_environment(deploy: Deployer) -> None:
    function = deploy("probe.remember_file")
    folder = Path(deploy("probe.environment").invoke().payload["TMPDIR"])

    first, second = function.invoke().payload, function.invoke().payload

    assert (first, second) == ([], ["0.txt"])
    assert folder.is_dir()


def test_a_scratch_folder_is_removed_with_its_function(deploy: Deployer) -> None:
    function = deploy("probe.environment")
    folder = Path(function.invoke().payload["TMPDIR"])

    function.client.delete_function(FunctionName=function.name)

    wait_for("the folder is gone", lambda: not folder.exists())


def test_layers_are_importable_and_the_later_one_wins(deploy: Deployer) -> None:
    first = {"python/first_layer.py": "NAME = 'first'", "python/both.py": "NAME = 'first'"}
    version = "python/lib/python3.11/site-packages/unused.py"
    layers = [
        deploy.layer("first", first | {version: ""}),
        deploy.layer("second", {"python/both.py": "NAME = 'second'"}),
    ]

    function = deploy("uses_layers.handle", layers=layers)

    assert function.invoke().payload == {"only in the first": "first", "in both": "second"}


def test_a_version_keeps_its_code_when_the_function_changes(deploy: Deployer) -> None:
    function = deploy("probe.echo")
    version = function.client.publish_version(FunctionName=function.name)["Version"]
    function.client.create_alias(FunctionName=function.name, Name="live", FunctionVersion=version)

    changed = zipped({"probe.py": "def echo(event, context): return 'changed'"})
    function.client.update_function_code(FunctionName=function.name, ZipFile=changed)
    function.wait_until_active()

    assert function.invoke({"a": 1}, qualifier="live").payload == {"a": 1}
    assert function.invoke({"a": 1}).payload == "changed"


def test_a_version_keeps_its_layers_when_the_function_drops_them(deploy: Deployer) -> None:
    both = {"python/first_layer.py": "NAME = 'a'", "python/both.py": "NAME = 'b'"}
    function = deploy("uses_layers.handle", layers=[deploy.layer("kept", both)])
    version = function.client.publish_version(FunctionName=function.name)["Version"]

    function.client.update_function_configuration(FunctionName=function.name, Layers=[])
    function.wait_until_active()

    assert function.invoke().payload["errorType"] == "Runtime.ImportModuleError"
    assert function.invoke(qualifier=version).payload == {"only in the first": "a", "in both": "b"}


def test_provisioned_environments_are_initialised_before_the_first_invocation(deploy: Deployer) -> None:
    function = deploy("probe.environment")
    version = function.client.publish_version(FunctionName=function.name)["Version"]

    provisioned = {"FunctionName": function.name, "Qualifier": version}
    function.client.put_provisioned_concurrency_config(**provisioned, ProvisionedConcurrentExecutions=2)

    def ready() -> bool:
        return function.client.get_provisioned_concurrency_config(**provisioned)["Status"] == "READY"

    wait_for("both environments are ready", ready)
    assert sum("reaper" in command for command in function.processes()) == 2
    seen = function.invoke(qualifier=version).payload
    assert seen["AWS_LAMBDA_INITIALIZATION_TYPE"] == "provisioned-concurrency"


def test_an_edit_under_hot_reload_reaches_the_invocations_of_a_second_later(deploy: Deployer, tmp_path: Path) -> None:
    source = tmp_path / "app.py"
    source.write_text("def handle(event, context): return 'before'")
    function = deploy("app.handle", code={"S3Bucket": "hot-reload", "S3Key": str(tmp_path)})
    before = function.invoke().payload

    source.write_text("def handle(event, context): return 'after!'")

    assert before == "before"
    wait_for("the edit is in force", lambda: function.invoke().payload == "after!")
