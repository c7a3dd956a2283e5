"""What LocalStack finds through entry points."""

from typing import TYPE_CHECKING

from localstack import config
from localstack.runtime import hooks
from localstack.runtime.server.core import RuntimeServer, RuntimeServerPlugin
from localstack.services.lambda_.invocation.plugins import RuntimeExecutorPlugin

if TYPE_CHECKING:
    from localstack_process_executor.executor import ProcessRuntimeExecutor

NAME = "process"


class ProcessExecutorPlugin(RuntimeExecutorPlugin):
    """Chosen by LAMBDA_RUNTIME_EXECUTOR=process."""

    name = NAME

    def load(self, *_args: object, **_kwargs: object) -> "type[ProcessRuntimeExecutor]":
        """The class of which LocalStack makes one instance per execution environment."""
        from localstack_process_executor.executor import ProcessRuntimeExecutor

        return ProcessRuntimeExecutor


class BoundServerPlugin(RuntimeServerPlugin):
    """Chosen by GATEWAY_SERVER=bound."""

    name = "bound"

    def load(self, *_args: object, **_kwargs: object) -> RuntimeServer:
        """The server that listens where GATEWAY_LISTEN says and nowhere else."""
        from localstack_process_executor.bound_server import BoundRuntimeServer

        return BoundRuntimeServer()


class ThreadedServerPlugin(RuntimeServerPlugin):
    """Chosen by GATEWAY_SERVER=threaded."""

    name = "threaded"

    def load(self, *_args: object, **_kwargs: object) -> RuntimeServer:
        """The server with the least work per request. It listens where GATEWAY_LISTEN says and nowhere else."""
        from localstack_process_executor.threaded_runtime_server import ThreadedRuntimeServer

        return ThreadedRuntimeServer()


@hooks.on_infra_start(should_load=lambda: config.LAMBDA_RUNTIME_EXECUTOR == NAME)
def refuse_oversized_requests() -> None:
    """Put the payload limit and the checks of JSON and environment variables in front of the Lambda service."""
    from localstack.aws.handlers import serve_custom_service_request_handlers

    from localstack_process_executor.malformed_request import refuse_malformed_request
    from localstack_process_executor.request_limit import refuse_oversized_request
    from localstack_process_executor.variables_check import refuse_unusable_variables

    serve_custom_service_request_handlers.append(refuse_oversized_request)
    serve_custom_service_request_handlers.append(refuse_malformed_request)
    serve_custom_service_request_handlers.append(refuse_unusable_variables)


@hooks.on_infra_start(should_load=lambda: config.LAMBDA_RUNTIME_EXECUTOR == NAME)
def queue_for_environments() -> None:
    """Bound the starts of environments, and their ends. LocalStack does not start if this is impossible."""
    from localstack_process_executor import assignment, throttled_answer, version_managers

    assignment.install()
    throttled_answer.install()
    version_managers.install()


@hooks.on_infra_start(should_load=lambda: config.LAMBDA_RUNTIME_EXECUTOR == NAME)
def refuse_above_rate_limits() -> None:
    """Let API Gateway obey the rate limits of its methods. LocalStack does not start if this is impossible."""
    from localstack_process_executor import gateway_responses, method_throttling

    gateway_responses.install()
    method_throttling.install()


@hooks.on_infra_start(should_load=lambda: config.LAMBDA_RUNTIME_EXECUTOR == NAME)
def deliver_within_limits() -> None:
    """Let event source mappings of queues deliver what Lambda would. An error ends LocalStack's start."""
    from localstack_process_executor.poller_patch import use_event_sized_poller

    use_event_sized_poller()


@hooks.on_infra_start(should_load=lambda: config.LAMBDA_RUNTIME_EXECUTOR == NAME)
def meter_usage() -> None:
    """Count what AWS would bill. LocalStack does not start if this is impossible."""
    from localstack_process_executor import metering

    metering.install()


@hooks.on_infra_start(should_load=lambda: config.LAMBDA_RUNTIME_EXECUTOR == NAME)
def remember_answer_types() -> None:
    """Let the content type of answers be chosen once and not per request. An error ends LocalStack's start."""
    from localstack_process_executor import answer_type

    answer_type.install()
