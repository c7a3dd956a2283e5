"""The form that an API gives to API Gateway's own answers."""

from localstack_process_executor.response_form import body, headers


def test_variables_of_a_template_become_their_values() -> None:
    template = '{"detail": $context.error.messageString, "request": "$context.requestId."}'

    assert body(template, {"error.messageString": '"Too many"'}) == '{"detail": "Too many", "request": "."}'


def test_only_constant_headers_of_the_response_are_set() -> None:
    parameters = {
        "gatewayresponse.header.Retry-After": "'1'",
        "gatewayresponse.header.X-From": "method.request.header.X-From",
        "gatewayresponse.path.other": "'2'",
    }

    assert dict(headers(parameters)) == {"Retry-After": "1"}
