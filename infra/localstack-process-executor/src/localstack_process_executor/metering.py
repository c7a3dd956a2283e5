"""Puts the meter into LocalStack: behind each answered request and invocation, and `GET /_aws/metering` in front."""

import functools
import time
from collections.abc import Callable
from typing import Any

from localstack.aws import handlers
from localstack.aws.api import RequestContext
from localstack.aws.chain import HandlerChain
from localstack.http import Request, Response
from localstack.services.apigateway.next_gen.execute_api.integrations.aws import RestApiAwsProxyIntegration
from localstack.services.edge import ROUTER

from localstack_process_executor.expected_shape import refuse_other_parameters
from localstack_process_executor.meter import METER, Amounts, MeterKey
from localstack_process_executor.metered_requests import billed
from localstack_process_executor.usage import InvocationUsage

PATH = "/_aws/metering"
INTERNAL = {"sqs", "logs"}
"""Of LocalStack's calls to itself only those of event source mappings and of functions' logs exist on AWS, too."""


def install() -> None:
    """Count from now on. Raises `UnexpectedLocalStack`."""
    invoke = RestApiAwsProxyIntegration.invoke
    refuse_other_parameters({invoke: ["self", "context"]})
    RestApiAwsProxyIntegration.invoke = _counted(invoke)
    handlers.run_custom_response_handlers.append(count_request)
    ROUTER.add(PATH, _answer, methods=["GET"])


def count_request(_chain: HandlerChain, context: RequestContext, response: Response) -> None:
    """A link in LocalStack's chain of response handlers. A refused request is not counted."""
    if not (context.service and context.operation) or response.status_code >= 300:
        return
    service = str(context.service.service_name)
    if context.is_internal_call and service not in INTERNAL:
        return
    operation = str(context.operation.name)
    if found := billed(service, operation, context.service_request or {}, context.service_response or {}):
        resource, amounts = found
        METER.count(MeterKey(service, operation, resource, _caller(context)), amounts)


def count_invocation(function_name: str, architecture: str, usage: InvocationUsage) -> None:
    """Count an invocation with its billed time, init included, at the function's whole memory size."""
    amounts = Amounts(requests=1, mib_ms=usage.billed_ms * usage.memory_size_mb)
    METER.count(MeterKey("lambda", "Invoke", function_name, architecture), amounts)


def _caller(context: RequestContext) -> str:
    return "mapping" if context.is_internal_call else "client"


def _counted(invoke: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(invoke)
    def invoke_and_count(integration: object, context: Any) -> Any:
        answer = invoke(integration, context)
        METER.count(
            MeterKey("apigateway", "Call", _function(context.integration["uri"]), "client"), Amounts(requests=1)
        )
        return answer

    return invoke_and_count


def _function(uri: str) -> str:
    """Return the function in `…:function:NAME/invocations`, without its version."""
    return uri.rpartition(":function:")[2].partition("/")[0].partition(":")[0]


def _answer(request: Request) -> Response:
    """Return the minutes since the Unix time `since`; without it, of the last hour."""
    given = request.args.get("since", default=time.time() - 3600, type=float)
    return Response.for_json(METER.since(given))
