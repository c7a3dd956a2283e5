"""How LocalStack is started here: without Docker, without the network, with functions as plain processes.

The settings were found by measuring LocalStack 4.12 on two cores.
"""

import shutil
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from pathlib import Path

HOST = "127.0.0.1"


@dataclass(frozen=True, kw_only=True)
class EmulatorSettings:
    """`python` runs LocalStack, `function_python` runs the functions. `state_folder` belongs to LocalStack alone.

    In a container it listens on all of its addresses, and calls itself by the name that the others know it by.
    """

    python: Path
    function_python: Path
    state_folder: Path
    port: int
    listens_on: str = HOST
    host_name: str = "localhost"
    log_level: str = "warning"

    @property
    def url(self) -> str:
        """Where AWS clients find it."""
        return f"http://{HOST}:{self.port}"

    @property
    def temp_folder(self) -> Path:
        """Unpacked function code, layers and the functions' scratch folders stand under `lambda/` in here."""
        return self.state_folder / "tmp"


@dataclass(frozen=True, kw_only=True)
class EmulatorCommand:
    """A command line and the whole environment it needs: nothing is to be inherited."""

    arguments: tuple[str, ...]
    environment: dict[str, str]


def emulator_command(settings: EmulatorSettings) -> EmulatorCommand:
    """The recipe. Pure: it starts nothing and touches no file."""
    environment = _process_environment(settings) | _addresses(settings) | _offline() | _services(settings)
    return EmulatorCommand(arguments=(str(settings.python), "-m", "localstack.runtime.main"), environment=environment)


def prepare_folders(settings: EmulatorSettings) -> None:
    """Create what LocalStack needs on disk. To be called before each start: LocalStack forgets its functions when
    it ends, but leaves their unpacked code behind."""
    shutil.rmtree(settings.temp_folder / "lambda", ignore_errors=True)
    settings.temp_folder.mkdir(parents=True, exist_ok=True)


def is_ready(settings: EmulatorSettings, *, timeout_s: float = 1.0) -> bool:
    """Whether LocalStack answers and has finished starting."""
    connection = HTTPConnection(HOST, settings.port, timeout=timeout_s)
    try:
        connection.request("GET", "/_localstack/init/ready")
        response = connection.getresponse()
        return response.status == HTTPStatus.OK and b'"completed": true' in response.read()
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def _process_environment(settings: EmulatorSettings) -> dict[str, str]:
    return {
        "PATH": f"{settings.python.parent}:/usr/local/bin:/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "HOME": str(settings.state_folder),
        "TMPDIR": str(settings.temp_folder),
        "FILESYSTEM_ROOT": str(settings.state_folder),
        # Where /.dockerenv exists (most CI) it would ignore FILESYSTEM_ROOT and wipe its folder under TMPDIR.
        "OVERRIDE_IN_DOCKER": "0",
        "CLEAR_TMP_FOLDER": "0",
        "LS_LOG": settings.log_level,
    }


def _addresses(settings: EmulatorSettings) -> dict[str, str]:
    return {
        "GATEWAY_LISTEN": f"{settings.listens_on}:{settings.port}",
        # Our plugin's: LocalStack's own one takes the port and listens on every address of the machine.
        "GATEWAY_SERVER": "bound",
        "LOCALSTACK_HOST": f"{settings.host_name}:{settings.port}",
        "SQS_ENDPOINT_STRATEGY": "path",  # queue URLs then need no name resolution
    }


def _offline() -> dict[str, str]:
    return {
        "DISABLE_EVENTS": "1",
        "DNS_ADDRESS": "0",
        "SKIP_SSL_CERT_DOWNLOAD": "1",
        "EAGER_SERVICE_LOADING": "0",
        # One name is asked for in any case, `s3.localhost`; where no name server answers that must not take long.
        "RES_OPTIONS": "timeout:1 attempts:1",
    }


def _services(settings: EmulatorSettings) -> dict[str, str]:
    return {
        "LAMBDA_RUNTIME_EXECUTOR": "process",
        "LAMBDA_PROCESS_PYTHON": str(settings.function_python),
        "LAMBDA_SYNCHRONOUS_CREATE": "0",
        "LAMBDA_RETRY_BASE_DELAY": "1",
        # At the default of one poll a second a mapping of batch 10 moves 10 messages a second.
        "LAMBDA_EVENT_SOURCE_MAPPING_POLL_INTERVAL_SEC": "0.001",
        "LAMBDA_EVENT_SOURCE_MAPPING_MAX_BACKOFF_ON_EMPTY_POLL_SEC": "1",
        "SQS_DISABLE_CLOUDWATCH_METRICS": "1",
        # LocalStack's services call each other directly instead of through HTTP: a warm invocation costs a third less.
        "IN_MEMORY_CLIENT": "1",
    }
