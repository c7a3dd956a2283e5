"""The environment variables of a function's process: the function's own and Lambda's, none of LocalStack's."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

BETWEEN_LOCALSTACK_AND_ITS_CONTAINER = {
    "LOCALSTACK_CHMOD_PATHS",
    "LOCALSTACK_FUNCTION_ACCOUNT_ID",
    "LOCALSTACK_INIT_LOG_LEVEL",
    "LOCALSTACK_MAX_PAYLOAD_SIZE",
    "LOCALSTACK_POST_INVOKE_WAIT_MS",
    "LOCALSTACK_RUNTIME_ENDPOINT",
    "LOCALSTACK_RUNTIME_ID",
    "LOCALSTACK_USER",
}

BOOTSTRAP = Path(__file__).with_name("runtime") / "bootstrap.py"
"""The program that a function's process runs."""

RUNTIME_FOLDER_ON_AWS = "/var/runtime"
"""Nothing is there: the runtime client lies in the interpreter's own site-packages, as for child processes."""

LOG_LEVEL = "AWS_LAMBDA_LOG_LEVEL"


@dataclass(frozen=True, kw_only=True)
class Folders:
    """Where a function finds its code, its layers (what AWS mounts at /opt), and its own temporary files."""

    code: Path
    layers: Path | None
    scratch: Path


def process_environment(
    function_environment: Mapping[str, object],
    *,
    folders: Folders,
    python: Path,
    runtime: str,
) -> dict[str, str]:
    """The variables of a process.

    `function_environment` is what LocalStack prepared: AWS's reserved variables and the function's own, which win.
    """
    given = {
        name: str(value)
        for name, value in function_environment.items()
        if name not in BETWEEN_LOCALSTACK_AND_ITS_CONTAINER
    }
    system_path = [str(python.parent), "/usr/local/bin", "/usr/bin", "/bin"]
    base = {
        # AWS's own; where it is not installed, as on AWS, Python falls back to C.UTF-8.
        "LANG": "en_US.UTF-8",
        "SHLVL": "0",
        "PWD": str(folders.code),
        "PATH": os.pathsep.join(system_path + _in_layers(folders, "bin")),
        # Neither the user's AWS profile nor their site-packages may reach a function.
        "HOME": str(folders.scratch),
        "TMPDIR": str(folders.scratch),
    }
    ours = {
        "AWS_EXECUTION_ENV": f"AWS_Lambda_{runtime}",
        "LAMBDA_TASK_ROOT": str(folders.code),
        "LAMBDA_RUNTIME_DIR": RUNTIME_FOLDER_ON_AWS,
    }
    if LOG_LEVEL in given:
        # AWS has it in capitals. The runtime knows TRACE in no other form.
        ours[LOG_LEVEL] = given[LOG_LEVEL].upper()
    if libraries := _in_layers(folders, "lib"):
        ours["LD_LIBRARY_PATH"] = os.pathsep.join([*libraries, *filter(None, [given.get("LD_LIBRARY_PATH")])])
    return {**base, **given, **ours}


def _in_layers(folders: Folders, *subfolders: str) -> list[str]:
    if folders.layers is None:
        return []
    return [str(folders.layers / subfolder) for subfolder in subfolders]
