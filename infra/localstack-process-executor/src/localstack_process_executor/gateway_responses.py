"""API Gateway's own answers, such as 429, in the form that the API asks for.

LocalStack ignores the gateway responses of an OpenAPI document, which is where SAM puts them, and takes no more than
the status from those that it knows.
"""

import functools
import json
from collections.abc import Callable, Mapping
from typing import Any

from localstack.services.apigateway.helpers import get_apigateway_store
from localstack.services.apigateway.legacy import provider
from localstack.services.apigateway.next_gen.execute_api.gateway_response import build_gateway_response
from localstack.services.apigateway.next_gen.execute_api.handlers.gateway_exception import GatewayExceptionHandler

from localstack_process_executor.expected_shape import refuse_other_parameters
from localstack_process_executor.response_form import body, headers

IN_DOCUMENT = "x-amazon-apigateway-gateway-responses"
JSON = "application/json"

EXPECTED_TO_IMPORT = ["rest_api", "context", "open_api_spec", "mode"]
EXPECTED_TO_ANSWER = ["self", "exception", "context"]


def install() -> None:
    """Read the responses of OpenAPI documents, and give them. Raises `UnexpectedLocalStack`."""
    import_api, answer = provider.import_api_from_openapi_spec, GatewayExceptionHandler.create_exception_response
    refuse_other_parameters({import_api: EXPECTED_TO_IMPORT, answer: EXPECTED_TO_ANSWER})
    provider.import_api_from_openapi_spec = _with_responses(import_api)
    GatewayExceptionHandler.create_exception_response = _in_configured_form(answer)


def _with_responses(import_api: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(import_api)
    def import_api_and_responses(rest_api: Any, context: Any, open_api_spec: Mapping[str, Any], mode: object) -> Any:
        imported = import_api(rest_api, context=context, open_api_spec=open_api_spec, mode=mode)
        known = get_apigateway_store(context=context).rest_apis[rest_api.id].gateway_responses
        for kind, wanted in open_api_spec.get(IN_DOCUMENT, {}).items():
            known[kind] = build_gateway_response(
                kind,
                status_code=wanted.get("statusCode"),
                response_parameters=wanted.get("responseParameters"),
                response_templates=wanted.get("responseTemplates"),
                default_response=False,
            )
        return imported

    return import_api_and_responses


def _in_configured_form(answer: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(answer)
    def answer_in_form(handler: object, exception: Any, context: Any) -> Any:
        response = answer(handler, exception, context)
        if configured := context.deployment.rest_api.gateway_responses.get(exception.type):
            variables = {"error.message": exception.message, "error.messageString": json.dumps(exception.message)}
            response.set_data(body(configured["responseTemplates"].get(JSON, ""), variables))
            response.headers.update(dict(headers(configured["responseParameters"])))
        return response

    return answer_in_form
