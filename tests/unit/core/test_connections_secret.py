"""Connection strings in a secret: read once, and again when a store has failed."""

import pytest
from esteira.core.connections.secret import READ_AGAIN_AFTER_SECONDS, SETTINGS, ConnectionsSecret
from esteira.core.errors import BadSettings

from infra.local.stack.template import read_template


class Vault:
    """Secrets Manager with one secret, and a clock."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.reads = 0
        self.now = 1000.0
        self.secret = ConnectionsSecret(self.fetch, monotonic=lambda: self.now)

    def fetch(self) -> str:
        self.reads += 1
        if not self.text:
            raise BadSettings("(away)")
        return self.text

    def fail(self, text: str) -> int:
        """A store fails after the secret became this text. Returns the generation that the next invocation finds."""
        self.text = text
        self.now += READ_AGAIN_AFTER_SECONDS
        self.secret.doubt()
        return self.secret.generation()


@pytest.fixture
def vault() -> Vault:
    made = Vault('{"redis_url": "redis://old"}')
    made.secret.values()
    return made


def test_a_secret_is_read_once_as_long_as_no_store_fails(vault: Vault) -> None:
    vault.now += 100_000

    assert (vault.secret.generation(), vault.secret.values()) == (0, {"redis_url": "redis://old"})
    assert vault.reads == 1


def test_a_rotated_secret_is_taken_up_after_a_store_has_failed(vault: Vault) -> None:
    assert vault.fail('{"redis_url": "redis://new"}') == 1
    assert vault.secret.values() == {"redis_url": "redis://new"}


@pytest.mark.parametrize("text", ['{"redis_url": "redis://old"}', "", "no JSON"], ids=["same", "away", "broken"])
def test_without_another_readable_secret_the_old_settings_stay(vault: Vault, text: str) -> None:
    assert vault.fail(text) == 0
    assert vault.secret.values() == {"redis_url": "redis://old"}


def test_a_store_that_stays_away_has_the_secret_read_seldom(vault: Vault) -> None:
    vault.fail(vault.text)

    vault.secret.doubt()
    vault.secret.generation()

    assert vault.reads == 2


@pytest.mark.parametrize("text", ['{"redis": "hidden"}', '["hidden"]', '{"redis_url": "hidden"', "1"])
def test_a_secret_that_holds_anything_else_is_refused_without_its_contents(text: str) -> None:
    with pytest.raises(BadSettings, match="ESTEIRA_CONNECTIONS_SECRET_ARN") as refusal:
        Vault(text).secret.values()

    assert "hidden" not in str(refusal.value)


def test_what_the_template_does_not_echo_may_be_in_the_secret() -> None:
    hidden = {name for name, parameter in read_template()["Parameters"].items() if parameter.get("NoEcho")}

    assert {_setting(name) for name in hidden} == SETTINGS - {"operator_token"}


def _setting(parameter: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in parameter).lstrip("_")
