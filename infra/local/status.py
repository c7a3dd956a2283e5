"""State of services and stack, as shown by `esteira status`."""

from collections.abc import Mapping

from botocore.exceptions import BotoCoreError, ClientError
from pydantic import BaseModel

from infra.errors import NothingRunning
from infra.local.aws import aws_client
from infra.local.environment import Environment
from infra.local.home import Home
from infra.local.processes.memory import memory_mib
from infra.local.processes.supervisor import ProcessState, Supervisor
from infra.local.stack.stack import STACK_NAME, Stack


class ServiceStatus(BaseModel, frozen=True):
    """One supervised program. `memory_mib` includes its child processes; a shared page is divided among its users."""

    service: str
    state: str
    pid: int | None
    port: int | None
    memory_mib: int | None


class StackStatus(BaseModel, frozen=True):
    """The stack's CloudFormation status; `DOWN` if the emulator does not answer, `MISSING` if there is no stack."""

    name: str
    state: str
    api_url: str


def stack_status(home: Home) -> StackStatus:
    """The present state of the stack, asked of the emulator."""
    try:
        environment = Environment.read(home)
    except NothingRunning:
        return StackStatus(name=STACK_NAME, state="DOWN", api_url="")
    stack = Stack(aws_client("cloudformation", environment.aws_endpoint_url, read_timeout_seconds=5), STACK_NAME)
    try:
        state = stack.state() or "MISSING"
    except (BotoCoreError, ClientError):
        state = "DOWN"
    return StackStatus(name=STACK_NAME, state=state, api_url=environment.api_url)


def status(home: Home, programs: Mapping[str, int | None]) -> list[ServiceStatus]:
    """The supervisor's state of every program, given by name with its port; `DOWN` if the supervisor is not running."""
    known = {process.name: process for process in Supervisor(home).processes()}
    return [_status(name, port, known.get(name)) for name, port in programs.items()]


def _status(name: str, port: int | None, process: ProcessState | None) -> ServiceStatus:
    if process is None:
        return ServiceStatus(service=name, state="DOWN", pid=None, port=port, memory_mib=None)
    return ServiceStatus(
        service=name,
        state=process.state,
        pid=process.pid,
        port=port,
        memory_mib=memory_mib(process.pid) if process.pid else None,
    )
