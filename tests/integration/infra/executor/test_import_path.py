"""Where a function and its child processes find modules."""

from pathlib import Path

import pytest

from tests.integration.infra.executor.deployment import Deployer

OF_THE_STANDARD_LIBRARY = ("types", "enum", "logging", "json", "random")


def homonyms(folder: str = "") -> dict[str, str]:
    """Modules that cannot be imported, with names of the standard library."""
    return {f"{folder}{name}.py": f"raise ImportError('{name} of the bundle')" for name in OF_THE_STANDARD_LIBRARY}


def test_modules_with_names_of_the_standard_library_do_not_prevent_the_start(deploy: Deployer) -> None:
    app = {"app.py": "import json\ndef handle(event, context): return json.dumps('started')"}
    layer = deploy.layer("homonyms", homonyms("python/"))

    in_bundle = deploy("app.handle", files=app | homonyms())
    in_layer = deploy("app.handle", files=app, layers=[layer])

    assert in_bundle.invoke().payload == '"started"'
    assert in_layer.invoke().payload == '"started"'


def test_a_bundle_may_replace_a_module_that_the_runtime_has_not_imported(deploy: Deployer) -> None:
    app = {"app.py": "import colorsys\ndef handle(event, context): return colorsys.WHOSE"}

    function = deploy("app.handle", files=app | {"colorsys.py": "WHOSE = 'of the bundle'"})

    assert function.invoke().payload == "of the bundle"


def test_the_code_comes_first_and_then_the_layers(deploy: Deployer) -> None:
    function = deploy("probe.import_path", layers=[deploy.layer("any", {"python/any.py": ""})])

    code, versioned, unversioned, runtime, *_ = map(Path, function.invoke().payload)

    assert (code / "probe.py").exists()
    assert versioned == unversioned / "lib" / "python3.11" / "site-packages"
    assert (unversioned / "any.py").exists()
    assert [path.name for path in runtime.iterdir() if path.suffix] == ["bootstrap.py"]


def test_a_function_with_a_pythonpath_of_its_own_has_that_instead_of_its_layers(
    deploy: Deployer, tmp_path: Path
) -> None:
    own = {"PYTHONPATH": str(tmp_path)}
    function = deploy("probe.import_path", layers=[deploy.layer("any", {"python/any.py": ""})], environment=own)

    code, runtime, third, *rest = map(Path, function.invoke().payload)

    assert (code / "probe.py").exists()
    assert (runtime / "bootstrap.py").exists()
    assert third == tmp_path
    assert not any((path / "any.py").exists() for path in rest)


@pytest.mark.parametrize(
    ("program", "output"),
    [
        ("import edition; print(edition.TEXT)", "first"),
        ("import os; print(os.environ['PYTHONPATH'], os.environ['LAMBDA_RUNTIME_DIR'])", "/var/runtime /var/runtime"),
        ("import awslambdaric; print(awslambdaric.__name__)", "awslambdaric"),
    ],
)
def test_child_processes_find_the_bundle_and_the_runtime_client(deploy: Deployer, program: str, output: str) -> None:
    function = deploy("probe.ask_child", files={"edition.py": "TEXT = 'first'"})

    assert function.invoke({"program": program}).payload == output


def test_path_files_of_the_bundle_are_in_force(deploy: Deployer) -> None:
    files = {"more.pth": "vendored\n", "vendored/edition.py": "TEXT = 'vendored'"}
    app = {"app.py": "import edition\ndef handle(event, context): return edition.TEXT"}

    assert deploy("app.handle", files=files | app).invoke().payload == "vendored"
