"""Refuses payloads that AWS would refuse. LocalStack itself accepts any size."""

from localstack.aws.api import RequestContext
from localstack.aws.api.lambda_ import RequestTooLargeException
from localstack.aws.chain import HandlerChain
from localstack.http import Response

from localstack_process_executor.limits import MAX_REQUEST_BYTES


def refuse_oversized_request(_chain: HandlerChain, context: RequestContext, _response: Response) -> None:
    """A link in LocalStack's chain of request handlers: HTTP 413 before any environment is started."""
    if not is_invocation(context):
        return
    kind = context.request.headers.get("X-Amz-Invocation-Type", "RequestResponse")
    limit, size = MAX_REQUEST_BYTES.get(kind), context.request.content_length or 0
    if limit is not None and size > limit:
        raise RequestTooLargeException(
            f"{size} byte payload is too large for the {kind} invocation type (limit {limit} bytes)"
        )


def is_invocation(context: RequestContext) -> bool:
    """Whether this request invokes a function."""
    return bool(
        context.operation
        and context.operation.name == "Invoke"
        and context.service
        and context.service.service_name == "lambda"
    )
