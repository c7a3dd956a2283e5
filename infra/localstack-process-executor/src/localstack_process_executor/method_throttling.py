"""The rate limits of a stage's methods: API Gateway answers 429 before a function is started.

LocalStack keeps `methodSettings` and obeys none of them, and its CloudFormation ignores `MethodSettings`.
"""

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from localstack.services.apigateway.next_gen.execute_api.gateway_response import ThrottledError
from localstack.services.apigateway.next_gen.execute_api.integrations.aws import RestApiAwsProxyIntegration
from localstack.services.apigateway.resource_providers.aws_apigateway_stage import ApiGatewayStageProvider

from localstack_process_executor.expected_shape import refuse_other_parameters
from localstack_process_executor.method_limiter import AboveLimit, MethodLimiter
from localstack_process_executor.rate_limits import rate_limit

SETTINGS = {"ThrottlingRateLimit": "throttling/rateLimit", "ThrottlingBurstLimit": "throttling/burstLimit"}
"""What CloudFormation calls the settings, and their paths in UpdateStage."""

EXPECTED_TO_CREATE = ["self", "request"]
EXPECTED_TO_INVOKE = ["self", "context"]


def install() -> None:
    """Let stages have the limits of their template, and obey them. Raises `UnexpectedLocalStack`."""
    create, invoke = ApiGatewayStageProvider.create, RestApiAwsProxyIntegration.invoke
    refuse_other_parameters({create: EXPECTED_TO_CREATE, invoke: EXPECTED_TO_INVOKE})
    ApiGatewayStageProvider.create = _with_method_settings(create)
    RestApiAwsProxyIntegration.invoke = _limited(invoke, MethodLimiter())


def _limited(invoke: Callable[..., Any], limiter: MethodLimiter) -> Callable[..., Any]:
    @functools.wraps(invoke)
    def invoke_or_refuse(integration: object, context: Any) -> Any:
        path, method = context.resource["path"], context.request.method
        limit = rate_limit(context.stage_configuration["methodSettings"], path, method)
        if limit is None:
            return invoke(integration, context)
        try:
            with limiter.request((context.api_id, context.stage, path, method), limit):
                return invoke(integration, context)
        except AboveLimit:
            raise ThrottledError("Too Many Requests") from None

    return invoke_or_refuse


def _with_method_settings(create: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(create)
    def create_and_set(provider: object, request: Any) -> Any:
        event = create(provider, request)
        stage = request.desired_state
        if operations := [*_operations(stage.get("MethodSettings") or ())]:
            request.aws_client_factory.apigateway.update_stage(
                restApiId=stage["RestApiId"], stageName=stage["StageName"], patchOperations=operations
            )
        return event

    return create_and_set


def _operations(settings: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, str]]:
    for method in settings:
        for name, path in SETTINGS.items():
            if name in method:
                where = f"{method['ResourcePath']}/{method['HttpMethod']}/{path}"
                yield {"op": "replace", "path": where, "value": str(method[name])}
