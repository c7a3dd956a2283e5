"""A new body of a dead letter: what is accepted, and what differs."""

import pytest
from esteira.core.errors import Conflict, Unprocessable
from esteira.core.messages import encode
from esteira.workbench.check_edit import Change, check_edit

from tests.fixtures.dead_letters import filed
from tests.fixtures.messages import order, payment

BODY = encode(order(7, product="chair"))
MENDED = encode(order(7, product="sofa"))
STALE_HASH = BODY.replace("chair", "sofa")


def test_the_hash_of_an_order_is_computed_anew() -> None:
    checked = check_edit(filed(BODY), STALE_HASH)

    assert checked.message == order(7, product="sofa")
    assert [change.path for change in checked.changes] == ["payload.product", "payload_hash"]
    assert checked.changes[0] == Change(path="payload.product", before="chair", after="sofa")


def test_a_field_that_was_missing_is_a_difference() -> None:
    broken = BODY.replace('"product":"chair",', "")

    assert Change(path="payload.product", before=None, after="chair") in check_edit(filed(broken), BODY).changes


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("{", "is not JSON"),
        ("[]", "no JSON object"),
        (BODY.replace('"19.90"', '"ten"'), "price"),
        (BODY.replace('"schema":1', '"schema":2'), "schema"),
        (BODY, "is the same"),
    ],
)
def test_what_is_no_message_of_the_lane_is_refused_by_field(body: str, fault: str) -> None:
    with pytest.raises(Unprocessable, match=fault):
        check_edit(filed(BODY), body)


@pytest.mark.parametrize("body", [encode(order(8)), encode(order(7, source="other")), "{}"])
def test_the_identity_of_an_order_stays(body: str) -> None:
    with pytest.raises(Conflict, match="must stay"):
        check_edit(filed(BODY), body)


def test_the_identity_of_a_callback_stays() -> None:
    letter = filed(encode(payment("e1")), lane="payments")

    assert check_edit(letter, encode(payment("e1", amount="7"))).message == payment("e1", amount="7")
    with pytest.raises(Conflict, match="event_id"):
        check_edit(letter, encode(payment("e2")))


@pytest.mark.parametrize("body", ["no JSON", "7"])
def test_a_letter_that_is_no_object_cannot_be_edited(body: str) -> None:
    with pytest.raises(Unprocessable, match="the letter"):
        check_edit(filed(body), MENDED)


def test_a_letter_that_does_not_say_what_it_is_about_cannot_be_edited() -> None:
    with pytest.raises(Conflict, match="no source_id"):
        check_edit(filed('{"source": "source1"}'), MENDED)
