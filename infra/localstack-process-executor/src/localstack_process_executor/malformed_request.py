"""Refuses payloads that are not JSON, as AWS does. LocalStack itself runs the function with them."""

import json
from io import BytesIO
from typing import NoReturn

from localstack.aws.api import RequestContext
from localstack.aws.api.lambda_ import InvalidRequestContentException
from localstack.aws.chain import HandlerChain
from localstack.http import Response

from localstack_process_executor.json_fault import HIDDEN_SOURCE, TOKENS, json_fault_of
from localstack_process_executor.request_limit import is_invocation


def refuse_malformed_request(_chain: HandlerChain, context: RequestContext, _response: Response) -> None:
    """A link in LocalStack's chain of request handlers: HTTP 400, and nothing is run or queued."""
    if is_invocation(context) and (fault := json_fault(_payload(context))):
        raise InvalidRequestContentException(
            f"Could not parse request body into json: Could not parse payload into json: {fault}", Type="User"
        )


def json_fault(payload: bytes) -> str | None:
    """What is wrong with a payload, or None. An empty one is as good as `{}`."""
    try:
        # Numbers stay text: of any length and precision they are good JSON.
        json.loads(payload or b"{}", parse_int=str, parse_float=str, parse_constant=_refuse_constant)
    except UnicodeDecodeError as error:
        return _in_words_of_jackson(error)
    except RecursionError:
        return None  # nested more deeply than Python reads, which says nothing about the JSON
    except ValueError:
        return json_fault_of(payload.decode(errors="replace"))
    return None


def _in_words_of_jackson(error: UnicodeDecodeError) -> str:
    code = error.object[error.start]
    if error.start == 0:
        fault, column = f"Unexpected character ((CTRL-CHAR, code {code})): expected a valid value ({TOKENS})", 1
    else:
        kind = "middle" if "continuation" in error.reason else "start"
        fault, column = f"Invalid UTF-8 {kind} byte 0x{code:x}", error.start + 2
    return f"{fault}\n at {HIDDEN_SOURCE}; line: 1, column: {column}]"


def _payload(context: RequestContext) -> bytes:
    request = context.service_request or {}
    payload = request.get("Payload") or b""
    if isinstance(payload, bytes):
        return payload
    data: bytes = payload.read()
    request["Payload"] = BytesIO(data)  # for the Lambda service, which reads it once more
    return data


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")
