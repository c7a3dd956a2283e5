"""How MiniStack is started: on this machine only, with functions as processes of its own Python.

It unpacks a function's archive for each process, and runs it with the interpreter and the environment variables that it
runs with itself. So its environment is as empty as can be, and its folder for temporary files is in the home.
"""

import shutil
import sys
from pathlib import Path

from infra.errors import EnvironmentMissing
from infra.local.home import REPOSITORY, Home
from infra.local.page import page
from infra.local.processes.service import Service
from infra.local.services.emulator import HOST, EmulatorCommand

NAME = "ministack"
PYTHON = REPOSITORY / ".venv-ministack" / "bin" / "python"


def service(home: Home, port: int) -> Service:
    """The program of MiniStack. It stops before the stores, which functions use until they end.

    Raises `EnvironmentMissing`.
    """
    if not PYTHON.exists():
        raise EnvironmentMissing(f"({PYTHON.parents[1].name})")
    return Service(
        name=NAME,
        command=(sys.executable, "-m", "infra.local.services.start_ministack", str(home.ministack), str(port)),
        directory=REPOSITORY,
        port=port,
        port_setting="ESTEIRA_LOCALSTACK_PORT",
        stop_wait_seconds=20,
        rank=20,
    )


def command(folder: Path, port: int) -> EmulatorCommand:
    """The command line and environment of MiniStack. Pure: starts nothing and touches no file."""
    return EmulatorCommand(arguments=(str(PYTHON), "-m", NAME), environment=_environment(folder, port))


def _environment(folder: Path, port: int) -> dict[str, str]:
    return {
        "PATH": f"{PYTHON.parent}:/usr/local/bin:/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "HOME": str(folder),
        "TMPDIR": str(folder / "tmp"),
        "S3_DATA_DIR": str(folder / "s3"),
        "STATE_DIR": str(folder / "state"),
        # By default it listens on every address of the machine, and for MQTT and SFTP too.
        "BIND_HOST": HOST,
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
        "GATEWAY_PORT": str(port),
        "MINISTACK_HOST": "localhost",
        "LAMBDA_EXECUTOR": "local",
        "LOG_LEVEL": "WARNING",
        # The functions inherit the level above, and would log as little.
        "POWERTOOLS_LOG_LEVEL": "INFO",
    }


def prepare_folders(folder: Path) -> None:
    """Creates MiniStack's folders. To be called before each start: a MiniStack that was killed leaves the unpacked code
    of its functions behind."""
    shutil.rmtree(folder / "tmp", ignore_errors=True)
    (folder / "tmp").mkdir(parents=True)


def is_ready(port: int, *, timeout_s: float = 1.0) -> bool:
    """Whether MiniStack answers and has finished starting."""
    return page(f"http://{HOST}:{port}/_ministack/ready", timeout_s=timeout_s) is not None
