"""Tokens change their state at their margins, and their secrets never appear in responses or logs."""

import io
import json
from datetime import timedelta
from typing import Any

import pytest
from cryptography.fernet import Fernet
from esteira.core.errors import BadSettings, Conflict, NotFound, SealBroken
from esteira.core.sealing import FernetSealer
from esteira.tokens.http import token_json
from esteira.tokens.integration_token import TokenState
from esteira.tokens.manage_tokens import (
    ChangeToken,
    CreateToken,
    TokenService,
    change_token,
    create_token,
    delete_token,
    list_tokens,
    open_token,
)
from esteira.tokens.memory import MemoryTokenRepository
from pydantic import SecretStr, ValidationError

from tests.fixtures.clock import READ_AT, HandClock

CANARY = "canary-of-the-secret"
KEY = Fernet.generate_key().decode()
DEFAULT_MARGIN = timedelta(minutes=10)


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def token_service(clock: HandClock) -> TokenService:
    return TokenService(
        token_repository=MemoryTokenRepository(),
        sealer=FernetSealer(SecretStr(KEY)),
        default_margin=DEFAULT_MARGIN,
        clock=clock,
    )


def creation(**changed: Any) -> CreateToken:
    fields = {"name": "erp", "provider": "acmepay", "secret": CANARY, "lifetime_seconds": 3600}
    return CreateToken.model_validate(fields | changed)


def state(token_service: TokenService, clock: HandClock) -> TokenState:
    (shown,) = list_tokens(token_service)
    return shown.life.state(clock())


@pytest.mark.parametrize(("own_margin", "margin"), [(None, 600), (60, 60), (0, 0)])
def test_a_state_switches_exactly_at_margin_and_end(
    token_service: TokenService, clock: HandClock, own_margin: int | None, margin: int
) -> None:
    create_token(token_service, creation(expiring_margin_seconds=own_margin))

    states = []
    for left in (margin + 0.001, margin, 0.001, 0, -1):
        clock.now = READ_AT + timedelta(seconds=3600 - left)
        states.append(state(token_service, clock))

    within = TokenState.EXPIRING if margin else TokenState.VALID
    at_margin = TokenState.EXPIRING if margin else TokenState.EXPIRED
    assert states == [TokenState.VALID, at_margin, within, TokenState.EXPIRED, TokenState.EXPIRED]


def test_a_new_secret_starts_a_new_lifetime(token_service: TokenService, clock: HandClock) -> None:
    create_token(token_service, creation())
    clock.forward(4000)

    change_token(token_service, "erp", ChangeToken(secret=SecretStr("new")))

    assert state(token_service, clock) is TokenState.VALID
    assert open_token(token_service, "erp").get_secret_value() == "new"


def test_a_new_lifetime_alone_counts_from_the_last_rotation(token_service: TokenService, clock: HandClock) -> None:
    create_token(token_service, creation())
    clock.forward(4000)

    shown = change_token(token_service, "erp", ChangeToken(lifetime_seconds=5000))

    assert shown.life.left(clock()) == timedelta(seconds=1000)


def test_a_taken_name_is_a_conflict_and_an_unknown_one_is_not_found(token_service: TokenService) -> None:
    create_token(token_service, creation())

    with pytest.raises(Conflict):
        create_token(token_service, creation(secret="other"))
    with pytest.raises(NotFound):
        change_token(token_service, "crm", ChangeToken(lifetime_seconds=1))

    assert open_token(token_service, "erp").get_secret_value() == CANARY


def test_a_deleted_token_is_gone(token_service: TokenService) -> None:
    create_token(token_service, creation())
    delete_token(token_service, "erp")

    assert list_tokens(token_service) == []
    for function in (delete_token, open_token):
        with pytest.raises(NotFound):
            function(token_service, "erp")


def test_no_response_log_line_or_representation_contains_the_secret(
    token_service: TokenService, clock: HandClock, logged: io.StringIO
) -> None:
    shown = [
        create_token(token_service, creation()),
        change_token(token_service, "erp", ChangeToken(secret=SecretStr(CANARY))),
    ]
    responses = json.dumps([token_json(token, clock()) for token in (*shown, *list_tokens(token_service))])

    texts = [
        responses,
        logged.getvalue(),
        repr(shown),
        repr(creation()),
        repr(token_service.token_repository.sealed_secret("erp")),
        repr(token_service),
    ]

    assert '"token":"erp"' in logged.getvalue().replace(" ", "")
    assert [text for text in texts if CANARY in text or KEY in text] == []


def test_the_first_key_encrypts_and_an_old_one_still_decrypts() -> None:
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    sealed_before = FernetSealer(SecretStr(old)).seal(SecretStr(CANARY))

    both = FernetSealer(SecretStr(f"{new}, {old}"))

    assert both.open(sealed_before).get_secret_value() == CANARY
    assert FernetSealer(SecretStr(new)).open(both.seal(SecretStr(CANARY))).get_secret_value() == CANARY


def test_a_secret_cannot_be_decrypted_without_its_key_and_the_error_has_no_cause(token_service: TokenService) -> None:
    create_token(token_service, creation())
    sealed = token_service.token_repository.sealed_secret("erp")
    assert sealed

    with pytest.raises(SealBroken) as raised:
        FernetSealer(SecretStr(Fernet.generate_key().decode())).open(sealed)

    assert raised.value.__cause__ is None


@pytest.mark.parametrize(
    "keys",
    ["", "short", KEY + ",", KEY + ",canary-key-that-is-none-canary-key-that-is-no="],
    ids=["none", "too short", "empty second key", "invalid second key"],
)
def test_an_invalid_key_is_refused_with_its_setting_and_not_shown(keys: str) -> None:
    with pytest.raises(BadSettings, match="ESTEIRA_SECRETS_KEY") as raised:
        FernetSealer(SecretStr(keys))

    assert "canary" not in str(raised.value)


@pytest.mark.parametrize(
    "changed",
    [
        {"name": "Erp"},
        {"name": "a/b"},
        {"name": "x" * 64},
        {"provider": ""},
        {"secret": ""},
        {"secret": "x" * 8193},
        {"lifetime_seconds": 0},
        {"lifetime_seconds": 10**12},
        {"expiring_margin_seconds": -1},
        {"updated_at": "2020-01-01T00:00:00Z"},
    ],
    ids=str,
)
def test_invalid_fields_are_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        creation(**changed)


def test_a_change_must_change_something() -> None:
    with pytest.raises(ValidationError, match="no field to change is given"):
        ChangeToken.model_validate({})
