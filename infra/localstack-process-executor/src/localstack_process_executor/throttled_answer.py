"""API Gateway's answer to a throttled function: 429. LocalStack's is 502, as if the function were broken."""

import functools
from collections.abc import Callable
from typing import Any

from botocore.exceptions import ClientError
from localstack.services.apigateway.next_gen.execute_api.gateway_response import IntegrationFailureError, ThrottledError
from localstack.services.apigateway.next_gen.execute_api.integrations.aws import RestApiAwsProxyIntegration

from localstack_process_executor.expected_shape import refuse_other_parameters

EXPECTED_PARAMETERS = ["self", "context"]


def install() -> None:
    """Let proxy integrations answer 429. UnexpectedLocalStack if the integration is not as expected."""
    invoke = RestApiAwsProxyIntegration.invoke
    refuse_other_parameters({invoke: EXPECTED_PARAMETERS})
    RestApiAwsProxyIntegration.invoke = _with_throttled_answer(invoke)


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
