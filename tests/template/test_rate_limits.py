"""What costs a password hash or a mail and asks for nobody is limited at the gateway."""

import json

from accounts.app import app
from esteira.core.errors import TooManyRequests
from esteira.core.http.policies import Policy
from esteira.core.http.responses import error_response

from infra.local.stack.template import Json
from tests.template.reading import resources

CHEAP = {"/sessions/refresh"}
"""It looks for a token by its digest."""


def test_every_public_route_of_accounts_that_costs_something_has_a_limit() -> None:
    public = {path for (method, path), policy in app.policies.items() if policy is Policy.PUBLIC and method == "POST"}

    assert {_path(setting) for setting in _api()["MethodSettings"]} == public - CHEAP


def test_the_gateway_refuses_in_the_same_form_as_a_function() -> None:
    refusal = _api()["GatewayResponses"]["THROTTLED"]
    of_a_function = error_response(TooManyRequests(retry_after_seconds=1))

    body = json.loads(refusal["ResponseTemplates"]["application/json"])
    assert body.keys() == of_a_function.body.keys()
    assert body["error"] == of_a_function.body["error"]
    assert refusal["StatusCode"] == of_a_function.status_code
    assert refusal["ResponseParameters"]["Headers"].keys() == of_a_function.headers.keys()


def _api() -> Json:
    return resources("AWS::Serverless::Api")["Api"]


def _path(setting: Json) -> str:
    path: str = setting["ResourcePath"]
    return path.removeprefix("/").replace("~1", "/")
