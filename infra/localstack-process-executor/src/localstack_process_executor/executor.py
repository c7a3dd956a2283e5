"""Translates between LocalStack's objects and the sandbox's."""

import logging
import shutil
import tempfile
import time
from pathlib import Path

from localstack import config
from localstack.aws.api.lambda_ import PackageType
from localstack.services.lambda_.invocation.lambda_models import FunctionVersion, InvocationResult
from localstack.services.lambda_.invocation.runtime_executor import RuntimeExecutor

from localstack_process_executor.environment import Folders, process_environment
from localstack_process_executor.errors import SandboxStopped, UnsupportedFunction
from localstack_process_executor.function_process import Launch
from localstack_process_executor.interpreter import python_version
from localstack_process_executor.invocation import PendingInvocation
from localstack_process_executor.layers import layers_folder, merge_layers
from localstack_process_executor.limits import INIT_LIMIT_S, OPEN_FILES
from localstack_process_executor.logging_config import platform_log
from localstack_process_executor.metering import count_invocation
from localstack_process_executor.sandbox import Sandbox, SandboxSpec
from localstack_process_executor.settings import current_settings
from localstack_process_executor.source_watch import SourceWatch
from localstack_process_executor.start_command import start_command

LOG = logging.getLogger(__name__)

ANY_ADDRESS: frozenset[str] = frozenset({"0.0.0.0", "::"})  # noqa: S104 - compared with, not bound to
BYTES_PER_MB = 1 << 20
INITIALIZATION_TYPE = "AWS_LAMBDA_INITIALIZATION_TYPE"


class ProcessRuntimeExecutor(RuntimeExecutor):
    """One execution environment, in the form LocalStack asks for. See RuntimeExecutor for each method's contract."""

    def __init__(self, id: str, function_version: FunctionVersion) -> None:  # noqa: A002 - LocalStack's name
        super().__init__(id=id, function_version=function_version)
        self._sandbox: Sandbox | None = None

    def start(self, env_vars: dict[str, str]) -> None:
        self._sandbox = Sandbox(self._spec(env_vars))
        self._sandbox.start()

    def stop(self) -> None:
        if self._sandbox:
            self._sandbox.stop()

    def invoke(self, payload: dict[str, str]) -> InvocationResult:
        started_at = time.monotonic()
        if self._sandbox is None:
            raise SandboxStopped("not started")
        invocation = self._invocation(payload)
        outcome = self._sandbox.invoke(invocation, started_at=started_at)
        function = self.function_version
        count_invocation(function.id.function_name, str(function.config.architectures[0]), outcome.usage)
        return InvocationResult(
            request_id=invocation.request_id,
            payload=outcome.payload,
            is_error=outcome.is_error,
            logs=outcome.logs,
        )

    def get_address(self) -> str:
        return "127.0.0.1"

    def get_endpoint_from_executor(self) -> str:
        host: str = config.GATEWAY_LISTEN[0].host
        return "127.0.0.1" if host in ANY_ADDRESS else host

    def get_runtime_endpoint(self) -> str:
        # The way back for LocalStack's init binary in a container. A process has its own Runtime API.
        return ""

    def get_logs(self) -> str:
        return self._sandbox.pending_logs() if self._sandbox else ""

    @classmethod
    def prepare_version(cls, function_version: FunctionVersion) -> None:
        function = function_version.config
        if function.package_type != PackageType.Zip or not str(function.runtime).startswith("python"):
            raise UnsupportedFunction(f"{function.package_type} {function.runtime}: only zipped Python runs here")
        cls._check_interpreter(str(function.runtime))
        function.code.prepare_for_execution()
        for layer in function.layers:
            layer.code.prepare_for_execution()
        layers = [layer.code.get_unzipped_code_location() for layer in function.layers]
        merge_layers(layers, _layers_folder(function_version))

    @classmethod
    def cleanup_version(cls, function_version: FunctionVersion) -> None:
        shutil.rmtree(_layers_folder(function_version), ignore_errors=True)

    @classmethod
    def _check_interpreter(cls, runtime: str) -> None:
        version = python_version(current_settings().python)
        if version != runtime:
            LOG.warning("Function for %s runs on %s, see LAMBDA_PROCESS_PYTHON", runtime, version)

    def _invocation(self, payload: dict[str, str]) -> PendingInvocation:
        return PendingInvocation(
            request_id=payload["invoke-id"],
            function_arn=payload["invoked-function-arn"],
            trace_id=payload["trace-id"],
            payload=payload["payload"].encode(),
            deadline_ms=int((time.time() + self.function_version.config.timeout) * 1000),
        )

    def _spec(self, env_vars: dict[str, str]) -> SandboxSpec:
        function = self.function_version.config
        folders = self._folders()
        return SandboxSpec(
            launch=self._launch(folders, env_vars),
            log=platform_log(self.function_version, initialization_type=str(env_vars[INITIALIZATION_TYPE])),
            timeout_s=float(function.timeout),
            init_limit_s=INIT_LIMIT_S,
            memory_size_mb=function.memory_size,
            scratch=folders.scratch,
            watch=SourceWatch(folders.code) if function.code.is_hot_reloading() else None,
        )

    def _folders(self) -> Folders:
        function = self.function_version.config
        return Folders(
            code=function.code.get_unzipped_code_location(),
            layers=_layers_folder(self.function_version) if function.layers else None,
            # Short: the address of a Unix socket in it may have 108 bytes.
            scratch=Path(tempfile.gettempdir(), "lambda", "tmp", self.id[:8]),
        )

    def _launch(self, folders: Folders, env_vars: dict[str, str]) -> Launch:
        function, settings = self.function_version.config, current_settings()
        environment = process_environment(
            env_vars,
            folders=folders,
            python=settings.python,
            runtime=str(function.runtime),
        )
        if function.code.is_hot_reloading():
            # Bytecode is trusted by the second and the size of its source: too coarse for an edit and a retry.
            environment["PYTHONDONTWRITEBYTECODE"] = "1"
        return Launch(
            command=start_command(settings.python, folders, environment.get("AWS_LAMBDA_EXEC_WRAPPER")),
            code=folders.code,
            environment=environment,
            limits=self._limits(),
            memory_limit_kib=function.memory_size * 1024,
            log_limit_bytes=settings.log_limit_kb * 1024,
        )

    def _limits(self) -> dict[str, int]:
        function = self.function_version.config
        return {
            "CORE": 0,
            # Of one file. What all files take together can be limited by root only.
            "FSIZE": function.ephemeral_storage.size * BYTES_PER_MB,
            "NOFILE": OPEN_FILES,
        }


def _layers_folder(function_version: FunctionVersion) -> Path:
    return layers_folder(function_version.config.internal_revision, function_version.id.qualifier)
