"""How LocalStack is started: without Docker and network access, with functions as plain processes.

The settings were chosen by measuring LocalStack 4.12 on two cores.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path

from infra.local.page import page

HOST = "127.0.0.1"


@dataclass(frozen=True, kw_only=True)
class EmulatorSettings:
    """`python` runs LocalStack, `function_python` the functions. `state_folder` is used by LocalStack only.

    In a container `listens_on` is every address, and `host_name` is its name on the containers' network.
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
        """The endpoint for AWS clients on this machine."""
        return f"http://{HOST}:{self.port}"

    @property
    def temp_folder(self) -> Path:
        """Unpacked function code, layers and the functions' scratch folders are in its `lambda/`."""
        return self.state_folder / "tmp"


@dataclass(frozen=True, kw_only=True)
class EmulatorCommand:
    """A command line and its complete environment: nothing is inherited."""

    arguments: tuple[str, ...]
    environment: dict[str, str]


def emulator_command(settings: EmulatorSettings) -> EmulatorCommand:
    """The command line and environment of LocalStack. Pure: starts nothing and touches no file."""
    environment = _process_environment(settings) | _addresses(settings) | _offline() | _services(settings)
    return EmulatorCommand(
        arguments=(str(settings.python), "-m", "localstack_process_executor"), environment=environment
    )


def prepare_folders(settings: EmulatorSettings) -> None:
    """Creates LocalStack's folders. To be called before each start: a LocalStack that ended leaves the unpacked code
    of its functions behind."""
    shutil.rmtree(settings.temp_folder / "lambda", ignore_errors=True)
    settings.temp_folder.mkdir(parents=True, exist_ok=True)


def is_ready(settings: EmulatorSettings, *, timeout_s: float = 1.0) -> bool:
    """Whether LocalStack answers and has finished starting."""
    answer = page(f"{settings.url}/_localstack/init/ready", timeout_s=timeout_s)
    return answer is not None and b'"completed": true' in answer


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
        **_request_log(settings.log_level),
    }


def _request_log(log_level: str) -> dict[str, str]:
    """LocalStack prepares a line for each request, and drops it only where it is written: 4 % of a request's time."""
    return {"LOG_LEVEL_OVERRIDES": "localstack.request=WARNING"} if log_level == "warning" else {}


def _addresses(settings: EmulatorSettings) -> dict[str, str]:
    return {
        "GATEWAY_LISTEN": f"{settings.listens_on}:{settings.port}",
        # Our plugin's server: about 40 % less work than LocalStack's own, which also listens on every address of the
        # machine. "bound" is that one with the address obeyed.
        "GATEWAY_SERVER": "threaded",
        "LOCALSTACK_HOST": f"{settings.host_name}:{settings.port}",
        "SQS_ENDPOINT_STRATEGY": "path",  # queue URLs need no name resolution
    }


def _offline() -> dict[str, str]:
    return {
        "DISABLE_EVENTS": "1",
        "DNS_ADDRESS": "0",
        "SKIP_SSL_CERT_DOWNLOAD": "1",
        "EAGER_SERVICE_LOADING": "0",
        # LocalStack always resolves `s3.localhost`; without a name server this must fail soon.
        "RES_OPTIONS": "timeout:1 attempts:1",
    }


def _services(settings: EmulatorSettings) -> dict[str, str]:
    return {
        "LAMBDA_RUNTIME_EXECUTOR": "process",
        "LAMBDA_PROCESS_PYTHON": str(settings.function_python),
        # A callback after a quiet hour need not wait for the start of a process.
        "LAMBDA_PROCESS_KEEP_WARM": "1",
        "LAMBDA_SYNCHRONOUS_CREATE": "0",
        "LAMBDA_RETRY_BASE_DELAY": "1",
        # A function is soon ready. After five looks, the default, CloudFormation would sleep a second before the next.
        "CFN_NO_WAIT_ITERATIONS": "25",
        # With the default of one poll a second a mapping with batch size 10 moves 10 messages a second.
        "LAMBDA_EVENT_SOURCE_MAPPING_POLL_INTERVAL_SEC": "0.001",
        "LAMBDA_EVENT_SOURCE_MAPPING_MAX_BACKOFF_ON_EMPTY_POLL_SEC": "1",
        "SQS_DISABLE_CLOUDWATCH_METRICS": "1",
        # LocalStack's services call each other directly instead of by HTTP: a warm invocation takes a third less.
        "IN_MEMORY_CLIENT": "1",
    }
