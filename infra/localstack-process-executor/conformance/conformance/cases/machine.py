"""Files, import path, layers, limits, clock."""

import re
from typing import Any

from conformance.bundle import zipped
from conformance.case import Case, executors_own
from conformance.cloud import Cloud
from conformance.sources import EXECUTION_ENVIRONMENT, LAYERS, PYTHON_PATHS, QUOTAS, WRAPPER, recorded

ULIMITS = recorded("TestLambdaBehavior::test_runtime_ulimits")
INTROSPECTION = recorded("TestLambdaBehavior::test_runtime_introspection_x86")
VERSIONS_OF_PYTHON = ("3.11", "3.12", "3.13", "3.14")
NO_FILE_SYSTEM = executors_own("code, layers and temporary files are not in `/var/task`, `/opt` and `/tmp`")
EACH_FILE = executors_own(
    "the ephemeral storage limits each file, not all together, and the error is EFBIG, not ENOSPC"
)

USES_LAYERS = """
import first, both, versioned, subprocess

def handle(event, context):
    said = subprocess.run(["layer-program"], capture_output=True, check=True, text=True).stdout
    return [first.NAME, both.NAME, versioned.NAME, said]
"""
WRAPPER_SCRIPT = '#!/bin/sh\nexport WRAPPED=yes\nexec "$@"\n'
READS_WRAPPED = "import os\n\ndef handle(event, context):\n    return os.environ.get('WRAPPED')\n"


def _layer(cloud: Cloud, files: dict[str, str]) -> str:
    layer = cloud.functions.publish_layer_version(LayerName=cloud.new_name(), Content={"ZipFile": zipped(files)})
    return layer["LayerVersionArn"]


def _layers(cloud: Cloud) -> object:
    versioned = {
        f"python/lib/python{version}/site-packages/versioned.py": "NAME = 'versioned'" for version in VERSIONS_OF_PYTHON
    }
    program = {"bin/layer-program": "#!/bin/sh\necho from a layer\n"}
    first = _layer(
        cloud, {"python/first.py": "NAME = 'first'", "python/both.py": "NAME = 'first'", **versioned, **program}
    )
    second = _layer(cloud, {"python/both.py": "NAME = 'second'"})
    return cloud.own_function("app.handle", files={"app.py": USES_LAYERS}, Layers=[first, second]).invoke().payload


def _own_module_wins(cloud: Cloud) -> object:
    layer = _layer(cloud, {"python/shared.py": "NAME = 'of the layer'"})
    files = {
        "app.py": "import shared\n\ndef handle(event, context):\n    return shared.NAME\n",
        "shared.py": "NAME = 'of the bundle'",
    }
    return cloud.own_function("app.handle", files=files, Layers=[layer]).invoke().payload


def _wrapped(cloud: Cloud) -> object:
    files = {"app.py": READS_WRAPPED, "wrapper": WRAPPER_SCRIPT}
    variables = {"Variables": {"AWS_LAMBDA_EXEC_WRAPPER": "/var/task/wrapper"}}
    return cloud.own_function("app.handle", files=files, Environment=variables).invoke().payload


def _missing_wrapper(cloud: Cloud) -> object:
    variables = {"Variables": {"AWS_LAMBDA_EXEC_WRAPPER": "/idontexist.sh"}}
    return cloud.own_function(Environment=variables).invoke().failure


def _limit(name: str) -> Any:
    return lambda cloud: cloud.probe.do("limits", name=name).payload


def _scratch_is_kept(cloud: Cloud) -> object:
    function = cloud.own_function()
    function.do("scratch file", write="kept")
    return function.do("scratch file").payload


CASES = [
    Case(
        name="Code is in /var/task, the working folder, and temporary files in /tmp",
        aws=["/var/task", "/var/task", "/var/task", "/tmp"],  # noqa: S108 - AWS's answer
        source=EXECUTION_ENVIRONMENT,
        observe=lambda cloud: cloud.probe.do("folders").payload,
        differs=NO_FILE_SYSTEM,
    ),
    Case(
        name="Functions run as a user of their own, who cannot write the code folder",
        aws=[re.compile("sbx_user.*"), "EROFS"],
        source=INTROSPECTION,
        observe=lambda cloud: [cloud.probe.do(action).payload for action in ("user", "write code")],
        differs=executors_own("functions run as LocalStack's user, who may write their code folder"),
    ),
    Case(
        name="The bundle comes first in the import path",
        aws="task",
        source=PYTHON_PATHS,
        observe=lambda cloud: cloud.probe.do("imports").payload[0],
    ),
    Case(
        name="Layers are importable, a later one wins, and their programs are found",
        aws=["first", "second", "versioned", "from a layer\n"],
        source=LAYERS,
        observe=_layers,
    ),
    Case(
        name="A module of the bundle comes before that of a layer",
        aws="of the bundle",
        source=PYTHON_PATHS,
        observe=_own_module_wins,
    ),
    Case(
        name="A wrapper script of the bundle starts the runtime",
        aws="yes",
        source=WRAPPER,
        observe=_wrapped,
    ),
    Case(
        name="A wrapper script that does not exist is exit status 127",
        aws=["Unhandled", "Runtime.ExitError", "RequestId: ID Error: Runtime exited with error: exit status 127"],
        source=recorded("TestLambdaErrors::test_lambda_runtime_wrapper_not_found"),
        observe=_missing_wrapper,
    ),
    Case(
        name="A file in the scratch folder is there in the next invocation",
        aws="kept",
        source=EXECUTION_ENVIRONMENT,
        observe=_scratch_is_kept,
    ),
    Case(
        name="The scratch folder holds 512 MB",
        aws=["written", "ENOSPC"],
        source=QUOTAS,
        observe=lambda cloud: [cloud.probe.do("fill scratch", mebibytes=size).payload for size in (100, 600)],
        differs=EACH_FILE,
    ),
    *(
        Case(name=f"{name} is as on AWS", aws=value, source=ULIMITS, observe=_limit(name), differs=differs)
        for name, value, differs in [
            ("RLIMIT_AS", [-1, -1], None),
            ("RLIMIT_CPU", [-1, -1], None),
            ("RLIMIT_FSIZE", [-1, -1], EACH_FILE),
            ("RLIMIT_RSS", [-1, -1], None),
            (
                "RLIMIT_NOFILE",
                [1024, 1024],
                None,
            ),
            ("RLIMIT_DATA", [-1, -1], None),
        ]
    ),
    Case(
        name="The clock is UTC",
        aws=0,
        source=EXECUTION_ENVIRONMENT,
        observe=lambda cloud: cloud.probe.do("clock offset").payload,
    ),
    Case(
        name="Texts are UTF-8: standard output, file names and files",
        aws=["utf-8", "utf-8", "UTF-8"],
        source=recorded("TestLambdaBehavior::test_lambda_init_environment"),
        observe=lambda cloud: cloud.probe.do("encodings").payload,
    ),
    Case(
        name="Standard input is empty",
        aws="",
        source=EXECUTION_ENVIRONMENT,
        observe=lambda cloud: cloud.probe.do("standard input").payload,
    ),
    Case(
        name="A function starts programs",
        aws="from a child\n",
        source=EXECUTION_ENVIRONMENT,
        observe=lambda cloud: cloud.probe.do("child process").payload,
    ),
    Case(
        name="A function forks, and talks through a pipe",
        aws=42,
        source=EXECUTION_ENVIRONMENT,
        observe=lambda cloud: cloud.probe.do("forked").payload,
    ),
    Case(
        name="A function runs threads",
        aws=28,
        source=EXECUTION_ENVIRONMENT,
        observe=lambda cloud: cloud.probe.do("threads").payload,
    ),
    Case(
        name="A function listens on the loopback interface",
        aws="hello",
        source=EXECUTION_ENVIRONMENT,
        observe=lambda cloud: cloud.probe.do("local server").payload,
    ),
]
