"""Which requests of a provider pass its signature, over HTTP."""

import base64
import json
from collections.abc import Mapping
from typing import Any

from esteira.callbacks.authentication import signed_headers
from esteira.callbacks.signatures import HEADER, sign
from esteira.core.clock import utc_now

from tests.fixtures.messages import NOTIFICATION
from tests.fixtures.providers import provider, secret
from tests.integration.callbacks.conftest import (
    NEXT_SECRET,
    SECRET,
    STANDARD_SECRET,
    CallbacksApi,
    gateway_event,
    invoke,
)

BODY = json.dumps(NOTIFICATION | {"event_id": "ação"}, ensure_ascii=False).encode()
STANDARD = provider(secret(STANDARD_SECRET, scheme="standard-webhooks"))


def standard_headers(body: bytes = BODY) -> Mapping[str, str]:
    return signed_headers(STANDARD, body, message_id="msg_1", now=utc_now())


def post(api: CallbacksApi, name: str, headers: Mapping[str, str], body: bytes = BODY) -> tuple[int, Any]:
    answer = api.http.http.post(f"/callbacks/{name}", headers=dict(headers), body=body)
    return answer.status_code, answer.json_body


def test_a_request_of_standard_webhooks_is_accepted_and_its_repetition_is_a_duplicate(api: CallbacksApi) -> None:
    answers = [post(api, "standard", standard_headers()) for _ in range(2)]

    assert [(status, answer["duplicate"]) for status, answer in answers] == [(202, False), (202, True)]
    assert api.rows() == [("standard", "ação")]


def test_a_header_of_standard_webhooks_that_is_missing_is_named(api: CallbacksApi) -> None:
    for name in standard_headers():
        without = {key: value for key, value in standard_headers().items() if key != name}

        status, answer = post(api, "standard", without)

        assert (status, answer["detail"].endswith(f"(the header {name} is missing)")) == (401, True)


def test_standard_webhooks_are_checked_against_the_raw_bytes_of_a_body_in_base64(api: CallbacksApi) -> None:
    event = gateway_event(base64.b64encode(BODY).decode(), standard_headers())
    event["pathParameters"] = {"provider": "standard"}

    answer = invoke(event | {"isBase64Encoded": True})

    assert (answer["statusCode"], api.rows()) == (202, [("standard", "ação")])


def test_while_a_secret_rotates_no_request_is_refused(api: CallbacksApi) -> None:
    now = utc_now()
    old, new = (sign(BODY, secret=each, at=now) for each in (SECRET, NEXT_SECRET))
    both = f"{new},{old.partition(',')[2]}"

    statuses = [post(api, "rotating", {HEADER: signature})[0] for signature in (old, new, both)]

    assert statuses == [202, 202, 202]


def test_a_body_that_was_sent_as_a_form_is_refused_with_the_header_to_send(api: CallbacksApi) -> None:
    form = b"%7B%22event_id%22%3A+%22e1%22%7D="
    signed = {HEADER: sign(BODY, secret=SECRET, at=utc_now()), "Content-Type": "application/x-www-form-urlencoded"}

    status, answer = post(api, "acmepay", signed, form)

    assert (status, answer["error"]) == (400, "bad_request")
    assert "Content-Type: application/json" in answer["detail"]
