"""API Gateway's answer to a throttled function: 429, once the function's own wait is over.

LocalStack's is 502, as if the function were broken, after four more invocations that wait as long each.
"""

import functools
from collections.abc import Callable
from typing import Any

from botocore.config import Config
from botocore.exceptions import ClientError
from localstack.aws.connect import connect_to
from localstack.services.apigateway.next_gen.execute_api.gateway_response import IntegrationFailureError, ThrottledError
from localstack.services.apigateway.next_gen.execute_api.integrations import aws

from localstack_process_executor.expected_shape import refuse_other_parameters

EXPECTED_TO_INVOKE = ["self", "context"]
EXPECTED_TO_CONNECT = ["region_name", "role_arn"]
ONCE = Config(retries={"total_max_attempts": 1})


def install() -> None:
    """Let proxy integrations answer 429, and invoke once. Raises `UnexpectedLocalStack`."""
    invoke, connect = aws.RestApiAwsProxyIntegration.invoke, aws.get_service_factory
    refuse_other_parameters({invoke: EXPECTED_TO_INVOKE, connect: EXPECTED_TO_CONNECT})
    aws.RestApiAwsProxyIntegration.invoke = _with_throttled_answer(invoke)
    aws.get_service_factory = _without_retries(connect)


def _without_retries(connect: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(connect)
    def connect_once(region_name: str, role_arn: str | None) -> Any:
        return connect(region_name, role_arn) if role_arn else connect_to(region_name=region_name, config=ONCE)

    return connect_once


def _with_throttled_answer(invoke: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(invoke)
    def invoke_or_throttle(integration: object, context: object) -> Any:
        try:
            return invoke(integration, context)
        except IntegrationFailureError as error:
            if _is_throttled(error.__cause__):
                raise ThrottledError("Too Many Requests") from error
            raise

    return invoke_or_throttle


def _is_throttled(cause: BaseException | None) -> bool:
    return isinstance(cause, ClientError) and cause.response["Error"]["Code"] == "TooManyRequestsException"
