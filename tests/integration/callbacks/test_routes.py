"""HTTP responses to payment providers and to the operator."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from callbacks.app import sweep_due
from esteira.callbacks.callback import MAX_BODY_BYTES
from esteira.callbacks.signatures import HEADER, sign
from esteira.core.clock import utc_now
from esteira.core.messages import payment_message_id

from tests.fixtures.lambda_context import LambdaContext
from tests.fixtures.messages import NOTIFICATION
from tests.integration.callbacks.conftest import SECRET, CallbacksApi, gateway_event, invoke
from tests.integration.http_calls import SCHEDULED, TOKEN

VALID = json.dumps(NOTIFICATION).encode()
STALE = sign(VALID, secret=SECRET, at=utc_now().replace(year=2020))
OTHER_SECRET = sign(VALID, secret="the-secret-of-another", at=utc_now())


def test_a_callback_is_accepted_stored_and_queued(api: CallbacksApi) -> None:
    answer = api.event()

    (message,) = api.sent()
    assert answer == (202, {"provider": "acmepay", "event_id": "e1", "duplicate": False})
    assert api.rows() == [("acmepay", "e1")]
    assert message["message_id"] == str(payment_message_id("acmepay", "e1"))


def test_the_same_event_again_is_a_duplicate_and_other_contents_a_conflict(api: CallbacksApi) -> None:
    api.event()

    responses = [api.event(), api.event(amount="11"), api.event(state="refunded")]

    assert [status for status, _ in responses] == [202, 409, 409]
    assert responses[0][1]["duplicate"] is True
    assert len(api.sent()) == 1


@dataclass(frozen=True, kw_only=True)
class RefusedRequest:
    """An unauthorized or invalid request, and the expected status and error."""

    body: bytes = VALID
    provider: str = "acmepay"
    headers: Mapping[str, str] = field(default_factory=dict)
    answer: tuple[int, str] = (401, "bad_signature")


REFUSED_REQUESTS = {
    "unsigned": RefusedRequest(headers={HEADER: ""}),
    "signed with another secret": RefusedRequest(headers={HEADER: OTHER_SECRET}),
    "stale": RefusedRequest(headers={HEADER: STALE}),
    "by the operator": RefusedRequest(headers={HEADER: "", "Authorization": f"Bearer {TOKEN}"}),
    "unknown provider": RefusedRequest(provider="unknown", answer=(404, "not_found")),
    "64 KiB and one": RefusedRequest(body=VALID.ljust(MAX_BODY_BYTES + 1), answer=(413, "too_large")),
    "1 MB": RefusedRequest(body=b"x" * 1_000_000, provider="unknown", headers={HEADER: ""}, answer=(413, "too_large")),
}


@pytest.mark.parametrize("refused", REFUSED_REQUESTS.values(), ids=REFUSED_REQUESTS)
def test_a_refused_request_changes_nothing(api: CallbacksApi, refused: RefusedRequest) -> None:
    status, answer = api.post(refused.body, provider=refused.provider, **refused.headers)

    assert (status, answer["error"]) == refused.answer
    assert (api.rows(), api.sent()) == ([], [])


def test_the_response_to_a_wrong_signature_does_not_depend_on_how_wrong_it_is(api: CallbacksApi) -> None:
    time, v1 = sign(VALID, secret=SECRET, at=utc_now()).split(",")
    nearly = f"{v1[:-1]}{'1' if v1[-1] == '0' else '0'}"
    other = sign(VALID, secret="the-secret-of-another", at=utc_now())
    headers = [{HEADER: signature} for signature in (other, f"{time},{nearly}", f"{time},v1={'0' * 64}")]

    responses = [api.http.http.post("/callbacks/acmepay", headers=each, body=VALID) for each in headers]

    assert len({(each.status_code, each.body, str(each.headers)) for each in responses}) == 1
    assert responses[0].json_body["detail"].endswith("(no signature matches)")


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"event_id": ""}, "event_id"),
        ({"event_id": 7}, "event_id"),
        ({"event_id": "a\nb"}, "event_id"),
        ({"event_id": "x" * 201}, "event_id"),
        ({"source": "No Source"}, "source"),
        ({"source_id": "01"}, "source_id"),
        ({"source_id": "1_0"}, "source_id"),
        ({"amount": "1_000"}, "amount"),
        ({"amount": "\uff11"}, "amount"),
        ({"amount": "1" * 39}, "amount"),
        ({"amount": "0." + "1" * 19}, "amount"),
        ({"occurred_at": "1751371200"}, "occurred_at"),
        ({"occurred_at": 1751371200}, "occurred_at"),
        ({"source_id": "1_000"}, "source_id"),
        ({"source_id": "１"}, "source_id"),
        ({"source_id": "9223372036854775808"}, "source_id"),
        ({"source_id": 1.0}, "source_id"),
        ({"source_id": 0}, "source_id"),
        ({"source_id": 2**63}, "source_id"),
        ({"state": "stolen"}, "state"),
        ({"amount": -1}, "amount"),
        ({"amount": "NaN"}, "amount"),
        ({"amount": "1E+131000"}, "amount"),
        ({"amount": None}, "amount"),
        ({"occurred_at": "2026-07-01T12:00:00"}, "occurred_at"),
        ({"occurred_at": "0001-01-01T00:00:00+14:00"}, "occurred_at"),
        ({"processed_at": "2026-07-01T12:00:00Z"}, "processed_at"),
        ({"order": {"$ne": None}}, "order"),
    ],
    ids=range(28),
)
def test_an_invalid_field_of_a_signed_body_is_named(api: CallbacksApi, changed: dict[str, Any], named: str) -> None:
    status, answer = api.event(**changed)

    assert (status, answer["error"]) == (422, "unprocessable")
    assert named in answer["detail"]
    assert (api.rows(), api.sent()) == ([], [])


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"null",
        b"{",
        b"[" * 50_000,
        b"\xff\xfe",
        VALID + b"x",
        b"\xef\xbb\xbf" + VALID,
        VALID.decode().encode("utf-16"),
    ],
    ids=len,
)
def test_a_signed_body_that_is_no_notification_is_refused(api: CallbacksApi, body: bytes) -> None:
    status, answer = api.post(body)

    assert (status, answer["error"]) in {(400, "bad_request"), (422, "unprocessable")}
    assert api.rows() == []


def test_the_signature_is_checked_against_the_body_decoded_from_base64(api: CallbacksApi) -> None:
    event = gateway_event(base64.b64encode(VALID).decode(), {HEADER: sign(VALID, secret=SECRET, at=utc_now())})

    answer = invoke(event | {"isBase64Encoded": True})

    assert (answer["statusCode"], api.rows()) == (202, [("acmepay", "e1")])


def test_a_body_that_cannot_be_decoded_to_bytes_is_refused(api: CallbacksApi) -> None:
    wrapped = gateway_event("no base64!é", {}) | {"isBase64Encoded": True}

    responses = [invoke(event)["statusCode"] for event in (wrapped, gateway_event("\ud800", {}))]

    assert responses == [400, 400]


def test_the_sweep_sends_callbacks_received_while_the_queue_was_unavailable(api: CallbacksApi) -> None:
    api.sqs.delete_queue(QueueUrl=api.lane.queue_url)
    status, _ = api.event()
    api.sqs.create_queue(QueueName=api.lane.queue_url.rpartition("/")[2])

    swept = [sweep_due(SCHEDULED, LambdaContext()) for _ in range(2)]

    assert (status, swept) == (202, [{"sent": 1, "unsent": 0}, {"sent": 0, "unsent": 0}])
    assert [message["event_id"] for message in api.sent()] == ["e1"]


def test_callbacks_are_listed_by_state_and_page_by_page(api: CallbacksApi) -> None:
    for number in range(4):
        api.event(event_id=f"e{number}")
    api.execute("UPDATE callbacks SET processed_at = now() WHERE event_id = 'e0'")
    api.execute("UPDATE callbacks SET attempt = 5, error = 'unknown order' WHERE event_id = 'e1'")

    _, first = api.get("/callbacks?state=unprocessed&limit=2")
    _, second = api.get(f"/callbacks?state=unprocessed&limit=2&after={first['next']}")

    listed = [(shown["event_id"], shown["state"]) for page in (first, second) for shown in page["callbacks"]]
    assert listed == [("e3", "unprocessed"), ("e2", "unprocessed"), ("e1", "dead")]
    assert (first["next"], second["next"]) == ("acmepay/e2", None)


def test_one_callback_is_shown_with_its_message_id(api: CallbacksApi) -> None:
    api.event(event_id="e/ 1")

    status, shown = api.get("/callbacks/acmepay/e%2F%201")

    assert (status, shown["event_id"], shown["amount"], shown["payment_state"]) == (200, "e/ 1", "10.00", "paid")
    assert shown["message_id"] == str(payment_message_id("acmepay", "e/ 1"))
    assert (shown["state"], shown["attempt"], shown["processed_at"]) == ("unprocessed", 0, None)


@pytest.mark.parametrize("given", [2**63 - 1, str(2**63 - 1), 1, "1"])
def test_an_id_comes_in_as_text_or_number_and_leaves_as_text(api: CallbacksApi, given: int | str) -> None:
    status, _ = api.event(source_id=given)

    _, shown = api.get("/callbacks/acmepay/e1")
    _, listed = api.get("/callbacks")

    assert status == 202
    assert (shown["source_id"], listed["callbacks"][0]["source_id"]) == (str(given), str(given))
    assert api.sent()[0]["source_id"] == int(given)


@pytest.mark.parametrize(
    "date", ["infinity", "-infinity", "0044-03-15T00:00:00+00:00 BC", "15000-01-01T00:00:00+00:00"]
)
def test_a_date_that_python_does_not_have_is_shown_as_it_is_and_does_not_stop_the_sweep(
    api: CallbacksApi, date: str
) -> None:
    api.event()
    api.event(event_id="e2")
    api.sent()
    api.execute(f"UPDATE callbacks SET occurred_at = '{date}', copy_heard_at = NULL WHERE event_id = 'e1'")

    shown = [api.get(path)[1] for path in ("/callbacks/acmepay/e1", "/callbacks", "/callbacks?state=unprocessed")]
    swept = sweep_due(SCHEDULED, LambdaContext())

    dates = [shown[0]["occurred_at"], *(page["callbacks"][1]["occurred_at"] for page in shown[1:])]
    assert (dates, swept) == ([date] * 3, {"sent": 1, "unsent": 0})


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/callbacks/acmepay/nothing", 404),
        ("/callbacks?state=lost", 422),
        ("/callbacks?limit=501", 422),
        ("/callbacks?after=nothing", 422),
        ("/callbacks?after=a/%00", 400),
        ("/callbacks?after=acmepay/nothing", 404),
        ("/callbacks?sort=id", 422),
    ],
)
def test_invalid_queries_and_unknown_callbacks_are_refused(api: CallbacksApi, path: str, status: int) -> None:
    assert api.get(path)[0] == status


def test_lists_require_the_operators_token(api: CallbacksApi) -> None:
    signed = {HEADER: sign(b"", secret=SECRET, at=utc_now())}

    responses = [
        api.http.http.get(path, headers=signed).status_code for path in ("/callbacks", "/callbacks/acmepay/e1")
    ]

    assert responses == [401, 401]
