"""Refuses environment variables that no process can have. LocalStack itself accepts them, and no start succeeds."""

import re
from collections.abc import Mapping

from localstack.aws.api import RequestContext
from localstack.aws.api.lambda_ import InvalidParameterValueException
from localstack.aws.chain import HandlerChain
from localstack.http import Response
from localstack.services.lambda_.invocation.lambda_models import ValidationException

OPERATIONS = {"CreateFunction", "UpdateFunctionConfiguration"}
NAME = re.compile("[a-zA-Z]([a-zA-Z0-9_])+")
"""https://docs.aws.amazon.com/lambda/latest/api/API_Environment.html"""


def refuse_unusable_variables(_chain: HandlerChain, context: RequestContext, _response: Response) -> None:
    """A link in LocalStack's chain of request handlers: HTTP 400, and the function stays as it is."""
    if not (context.operation and context.operation.name in OPERATIONS):
        return
    if context.service is None or context.service.service_name != "lambda":
        return
    variables = ((context.service_request or {}).get("Environment") or {}).get("Variables") or {}
    if not all(map(NAME.fullmatch, variables)):
        raise ValidationException(
            "1 validation error detected: Value at 'environment.variables' failed to satisfy constraint: Map keys must"
            f" satisfy constraint: [Member must satisfy regular expression pattern: {NAME.pattern}]",
        )
    if unusable := unusable_values(variables):
        raise InvalidParameterValueException(
            f"Environment variables with a character that no process can receive (NUL, half of a surrogate pair):"
            f" {', '.join(unusable)}. Remove the character, or encode the value, for example in Base64.",
            Type="User",
        )


def unusable_values(variables: Mapping[str, str]) -> list[str]:
    """Return the names of the variables whose values a process cannot receive."""
    return [name for name, value in variables.items() if "\0" in value or not _encodable(value)]


def _encodable(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True
