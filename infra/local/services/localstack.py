"""The embedded LocalStack as a supervised program. `emulator` has its command line and environment."""

from infra.errors import EnvironmentMissing
from infra.local.home import REPOSITORY, Home
from infra.local.processes.service import Service
from infra.local.services.emulator import EmulatorSettings
from infra.local.services.start_emulator import command_line
from infra.local.virtualenvs import STAMP

EMULATOR_PYTHON = REPOSITORY / ".venv-emulator" / "bin" / "python"
FUNCTION_PYTHON = REPOSITORY / ".venv-functions" / "bin" / "python"


def emulator_settings(home: Home, port: int) -> EmulatorSettings:
    """The emulator's settings for this home."""
    return EmulatorSettings(
        python=EMULATOR_PYTHON, function_python=FUNCTION_PYTHON, state_folder=home.localstack, port=port
    )


def release() -> str | None:
    """Changes with what is installed for LocalStack; None in an environment that `make setup` has not built."""
    stamp = EMULATOR_PYTHON.parents[1] / STAMP
    return stamp.read_text(encoding="utf-8") if stamp.exists() else None


def service(home: Home, port: int) -> Service:
    """The program of LocalStack. It stops before the stores, which functions use until they end.

    Raises `EnvironmentMissing`.
    """
    for python in (EMULATOR_PYTHON, FUNCTION_PYTHON):
        if not python.exists():
            raise EnvironmentMissing(f"({python.parents[1].name})")
    return Service(
        name="localstack",
        command=command_line(emulator_settings(home, port)),
        directory=REPOSITORY,
        port=port,
        port_setting="ESTEIRA_LOCALSTACK_PORT",
        stop_wait_seconds=20,
        rank=20,
    )
