"""Puts the queue for environments into LocalStack, in place of its AssignmentService.

LocalStack starts an environment for every invocation that finds none free: fifty at once are fifty processes.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from localstack.aws.api.lambda_ import ServiceException, TooManyRequestsException
from localstack.services.lambda_.invocation import lambda_service
from localstack.services.lambda_.invocation.assignment import AssignmentService
from localstack.services.lambda_.invocation.execution_environment import ExecutionEnvironment, InvalidStatusException
from localstack.services.lambda_.invocation.lambda_models import FunctionVersion

from localstack_process_executor.environment_queue import EnvironmentQueue
from localstack_process_executor.errors import PatienceExhausted
from localstack_process_executor.expected_shape import refuse, refuse_other_parameters
from localstack_process_executor.settings import current_settings

LOG = logging.getLogger(__name__)

ON_DEMAND = "on-demand"

EXPECTED_PARAMETERS = {
    AssignmentService.get_environment: ["self", "version_manager_id", "function_version", "provisioning_type"],
    AssignmentService.start_environment: ["self", "version_manager_id", "function_version"],
    AssignmentService.stop_environment: ["self", "environment"],
    AssignmentService.stop_environments_for_version: ["self", "version_manager_id"],
    ExecutionEnvironment.reserve: ["self"],
    ExecutionEnvironment.release: ["self"],
}
"""What is overridden or called below, as it is in LocalStack 4.12."""


class QueuedAssignmentService(AssignmentService):  # type: ignore[misc] # LocalStack is not typed
    """Assigns on-demand environments by way of an EnvironmentQueue. Provisioned ones are assigned as before."""

    def __init__(self) -> None:
        super().__init__()
        settings = current_settings()
        self._keep_warm = settings.keep_warm
        self._queue: EnvironmentQueue[ExecutionEnvironment] = EnvironmentQueue(settings.start_limits)
        self._ended: set[str] = set()

    @contextmanager
    def get_environment(
        self, version_manager_id: str, function_version: FunctionVersion, provisioning_type: str
    ) -> Iterator[ExecutionEnvironment]:
        """The environment for one invocation. TooManyRequestsException when none became free in time."""
        if provisioning_type != ON_DEMAND or function_version.config.CapacityProviderConfig:
            with super().get_environment(version_manager_id, function_version, provisioning_type) as environment:
                yield environment
            return
        environment = self._take(version_manager_id, function_version)
        try:
            yield environment
        except Exception as error:
            LOG.warning("Invocation failed, and its environment is ended: %s", error)
            self.stop_environment(environment)
            raise
        else:
            self._release(environment)
        finally:
            self._queue.freed(version_manager_id)

    def stop_environments_for_version(self, version_manager_id: str) -> None:
        """Stop all of an updated or deleted version, and refuse what waits for one."""
        self._ended.add(version_manager_id)
        self._queue.end(version_manager_id, ServiceException("The function was updated or deleted meanwhile"))
        super().stop_environments_for_version(version_manager_id)

    def start_on_demand(self, version_manager_id: str, function_version: FunctionVersion) -> None:
        """Start an environment that is free afterwards."""
        environment = self.start_environment(version_manager_id, function_version)
        self.environments[version_manager_id][environment.id] = environment
        if version_manager_id in self._ended:
            self.stop_environment(environment)

    def on_demand(self, version_manager_id: str) -> list[ExecutionEnvironment]:
        """All environments but the provisioned ones, oldest first."""
        # Copied in one step: other threads add and remove.
        present = list(self.environments[version_manager_id].values())
        return [one for one in present if one.initialization_type == ON_DEMAND]

    def _take(self, version_manager_id: str, function_version: FunctionVersion) -> ExecutionEnvironment:
        try:
            return self._queue.take(
                version_manager_id, _VersionEnvironments(self, version_manager_id, function_version)
            )
        except PatienceExhausted as error:
            LOG.warning("Invocation of %s throttled: %s", function_version.id.function_name, error)
            raise TooManyRequestsException(
                "Rate Exceeded.", Reason="ConcurrentInvocationLimitExceeded", Type="User"
            ) from error

    def _release(self, environment: ExecutionEnvironment) -> None:
        try:
            environment.release()
        except InvalidStatusException as error:
            LOG.warning("Environment was stopped during an invocation: %s", error)
            return
        if environment in self.on_demand(environment.version_manager_id)[: self._keep_warm]:
            environment.keepalive_timer.cancel()


class _VersionEnvironments:
    """The on-demand environments of one version, as the queue asks for them."""

    def __init__(self, service: QueuedAssignmentService, manager_id: str, function_version: FunctionVersion) -> None:
        self._service = service
        self._manager_id = manager_id
        self._function_version = function_version

    def reserve(self) -> ExecutionEnvironment | None:
        # Oldest first: what is not needed is always the same, and ends when it has been idle for long enough.
        for environment in self._service.on_demand(self._manager_id):
            with suppress(InvalidStatusException):
                environment.reserve()
                return environment
        return None

    def start(self) -> None:
        self._service.start_on_demand(self._manager_id, self._function_version)

    def count(self) -> int:
        return len(self._service.on_demand(self._manager_id))


def install() -> None:
    """Let the Lambda service use the queue. UnexpectedLocalStack if the parts it replaces are not as expected."""
    refuse_other_parameters(EXPECTED_PARAMETERS)
    if lambda_service.AssignmentService is not AssignmentService:
        refuse(["lambda_service.AssignmentService is not LocalStack's"])
    lambda_service.AssignmentService = QueuedAssignmentService
