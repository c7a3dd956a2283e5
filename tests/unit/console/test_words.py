"""Both languages have a text for everything that the pages can say."""

from decimal import Decimal

import pytest
from esteira.core import errors, redis_trouble
from esteira.metrics.figures.workers import RULES
from esteira.tokens.integration_token import TokenState

from console.alerts.alert import Alert, AlertKind
from console.alerts.alert_line import alert_text
from console.words.english import ENGLISH
from console.words.portuguese import PORTUGUESE
from console.words.words import Words

LANGUAGES = pytest.mark.parametrize("words", [ENGLISH, PORTUGUESE], ids=["en", "pt"])
OUTAGES = [
    found
    for found in vars(errors).values()
    if isinstance(found, type) and issubclass(found, errors.Unavailable) and found is not errors.Unavailable
]
CAUSES = [value for name, value in vars(redis_trouble).items() if name.isupper() and isinstance(value, str)]


@LANGUAGES
def test_every_alert_rule_and_state_has_a_text(words: Words) -> None:
    assert set(words.alerts) == set(AlertKind)
    assert set(words.rules) == set(RULES)
    assert set(words.token_states) == set(words.token_counts) == {state.name.lower() for state in TokenState}


@LANGUAGES
@pytest.mark.parametrize("kind", list(AlertKind))
@pytest.mark.parametrize("count", [1, 2955])
def test_an_alert_is_a_text_without_placeholders(words: Words, kind: AlertKind, count: int) -> None:
    text = alert_text(Alert(kind=kind, count=count, subject="orders", cards=("ledger",), seconds=75), words)

    assert text
    assert not set("{}") & set(text)


@pytest.mark.parametrize(
    ("words", "count", "text"),
    [
        (ENGLISH, 1, "Lane orders: 1 dead letter"),
        (ENGLISH, 2955, "Lane orders: 2,955 dead letters"),
        (PORTUGUESE, 1, "Fila pedidos: 1 mensagem morta"),
        (PORTUGUESE, 2955, "Fila pedidos: 2.955 mensagens mortas"),
    ],
)
def test_an_alert_has_its_number_in_the_grammar_of_the_language(words: Words, count: int, text: str) -> None:
    assert alert_text(Alert(kind=AlertKind.DEAD_LETTERS, count=count, subject="orders"), words) == text


@pytest.mark.parametrize(
    ("words", "text"), [(ENGLISH, "1,234,567.890"), (PORTUGUESE, "1.234.567,890")], ids=["en", "pt"]
)
def test_an_amount_is_shown_with_all_its_digits_by_the_rules_of_the_language(words: Words, text: str) -> None:
    assert words.exact(Decimal("1234567.890")) == text


def test_a_summary_of_tokens_leaves_out_what_there_is_none_of() -> None:
    states = ["valid"] * 9 + ["expired"] + ["expiring"] * 2

    assert ENGLISH.token_summary(states) == "1 expired, 2 expiring, 9 valid"
    assert PORTUGUESE.token_summary(states) == "1 vencido, 2 vencendo, 9 válidos"
    assert (ENGLISH.token_summary(["valid"]), ENGLISH.token_summary([])) == ("1 valid", "")


@pytest.mark.parametrize("error", OUTAGES, ids=lambda error: error.__name__)
def test_every_outage_is_said_in_portuguese(error: type[errors.Unavailable]) -> None:
    sentence = error().public_message

    assert PORTUGUESE.reason(f"{sentence} ({error.__name__})") != f"{sentence} ({error.__name__})"
    assert ENGLISH.reason(sentence) == sentence


@pytest.mark.parametrize("cause", CAUSES)
def test_every_trouble_of_redis_is_said_in_portuguese(cause: str) -> None:
    assert PORTUGUESE.reason(cause) not in {cause, ""}
