"""Which tokens are accepted: ours, and none of the forms that other libraries have fallen for (T31)."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from esteira.accounts.access_tokens import AccessClaims, issue
from esteira.accounts.session import new_refresh_token, new_session
from esteira.accounts.signing_keys import SigningKey, new_pair
from esteira.core.errors import Unauthorized

from tests.fixtures.accounts import AccountsOnTwins
from tests.fixtures.clock import READ_AT

KID, PUBLIC, PRIVATE = new_pair()
OTHER_PRIVATE = new_pair()[2]
RSA_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture
def claims(room: AccountsOnTwins) -> AccessClaims:
    room.keys.add(SigningKey(kid=KID, public=PUBLIC, sealed_private=b"", signs_from=READ_AT))
    account = room.sign_up()
    room.keys.remove([key.kid for key in room.keys.all() if key.kid != KID])
    room.deps.session_repository.begin(*_session(room, account.id))
    return AccessClaims(account_id=account.id, session_id="session")


def _session(room: AccountsOnTwins, account_id: str) -> Any:
    session = replace(new_session(account_id, room.clock(), address="", agent=""), id="session")
    return session, new_refresh_token(session)[1]


def payload(claims: AccessClaims, **changed: Any) -> dict[str, Any]:
    good = {
        "iss": "esteira",
        "aud": "esteira-api",
        "sub": claims.account_id,
        "sid": claims.session_id,
        "jti": "1",
        "iat": READ_AT.timestamp(),
        "exp": (READ_AT + timedelta(minutes=10)).timestamp(),
    }
    return {name: value for name, value in (good | changed).items() if value is not None}


def signed(claims: AccessClaims, *, key: Any = PRIVATE, alg: str = "EdDSA", header: Any = None, **changed: Any) -> str:
    return jwt.encode(
        payload(claims, **changed), key, algorithm=alg, headers={"kid": KID, "typ": "at+jwt"} | (header or {})
    )


def part(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def unsigned(claims: AccessClaims, alg: str) -> str:
    return f"{part({'alg': alg, 'kid': KID, 'typ': 'at+jwt'})}.{part(payload(claims))}."


def with_payload_of_another(claims: AccessClaims) -> str:
    head, _, signature = signed(claims).split(".")
    return f"{head}.{part(payload(claims, sub='another'))}.{signature}"


def hs256(claims: AccessClaims) -> str:
    text = f"{part({'alg': 'HS256', 'kid': KID, 'typ': 'at+jwt'})}.{part(payload(claims))}"
    mac = base64.urlsafe_b64encode(hmac.new(PUBLIC, text.encode(), hashlib.sha256).digest()).rstrip(b"=").decode()
    return f"{text}.{mac}"


FORGED: dict[str, Callable[[AccessClaims], str]] = {
    "alg none": lambda claims: unsigned(claims, "none"),
    "alg None": lambda claims: unsigned(claims, "None"),
    "empty signature": lambda claims: unsigned(claims, "EdDSA"),
    "HS256 with the public key": hs256,
    "RS256": lambda claims: signed(claims, key=RSA_KEY, alg="RS256"),
    "another key": lambda claims: signed(claims, key=OTHER_PRIVATE),
    "wrong iss": lambda claims: signed(claims, iss="evil"),
    "wrong aud": lambda claims: signed(claims, aud="other"),
    "several aud": lambda claims: signed(claims, aud=["other"]),
    "no aud": lambda claims: signed(claims, aud=None),
    "no exp": lambda claims: signed(claims, exp=None),
    "exp as text": lambda claims: signed(claims, exp="9999999999"),
    "exp infinite": lambda claims: signed(claims, exp=float("inf")),
    "no sid": lambda claims: signed(claims, sid=None),
    "wrong typ": lambda claims: signed(claims, header={"typ": "JWT"}),
    "expired": lambda claims: signed(claims, exp=(READ_AT - timedelta(seconds=6)).timestamp()),
    "of the future": lambda claims: signed(claims, iat=(READ_AT + timedelta(seconds=6)).timestamp()),
    "crit": lambda claims: signed(claims, header={"crit": ["exp"]}),
    "jku": lambda claims: signed(claims, header={"jku": "http://127.0.0.1/keys"}),
    "kid of a path": lambda claims: signed(claims, header={"kid": "../../dev/null"}),
    "kid of SQL": lambda claims: signed(claims, header={"kid": "' OR 1=1 --"}),
    "kid of an operator": lambda claims: signed(claims, header={"kid": '{"$ne": null}'}),
    "changed payload": with_payload_of_another,
    "another account": lambda claims: signed(claims, sub="another"),
    "another session": lambda claims: signed(claims, sid="another"),
    "sub as operator": lambda claims: signed(claims, sub='{"$ne": null}'),
    "a refresh token": lambda _: "0" * 43,
    "a megabyte": lambda claims: f"{signed(claims)}{'A' * 1_000_000}",
    "deep JSON": lambda _: f"{base64.urlsafe_b64encode(b'[' * 900).decode()}.e.e",
    "no base64": lambda _: "ey.!.!",
    "two dots": lambda _: "ey..",
    "nothing": lambda _: "",
}


def test_our_own_token_is_accepted(room: AccountsOnTwins, claims: AccessClaims) -> None:
    token = issue(claims, READ_AT, kid=KID, private_key=PRIVATE)

    assert room.authenticator()(token).id == f"user:{claims.account_id}"
    assert room.authenticator()(signed(claims)).session == "session"


@pytest.mark.parametrize("form", FORGED)
def test_a_forged_token_is_refused_in_the_same_words(room: AccountsOnTwins, claims: AccessClaims, form: str) -> None:
    with pytest.raises(Unauthorized) as refused:
        room.authenticator()(FORGED[form](claims))

    assert str(refused.value) == "A valid bearer token is needed."


def test_a_token_ends_after_ten_minutes_and_five_seconds_for_differing_clocks(
    room: AccountsOnTwins, claims: AccessClaims
) -> None:
    token = issue(claims, READ_AT, kid=KID, private_key=PRIVATE)
    room.clock.forward(605)
    assert room.authenticator()(token)

    room.clock.forward(1)

    with pytest.raises(Unauthorized):
        room.authenticator()(token)
