"""Settings are read as strictly as requests, and an error names the variable and never its value."""

import json

import pytest
from esteira.core.errors import BadSettings
from esteira.core.settings import CallbackSettings, ProducerSettings, read

SECRET = "a-secret-of-acmepay"
CALLBACKS = {"ESTEIRA_TARGET_DSN": "dbname=x", "ESTEIRA_PAYMENTS_QUEUE_URL": "http://x/payments"}
PROVIDER = json.dumps({"secret": SECRET})


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("ESTEIRA_PROVIDERS", f'{{"acmepay": {PROVIDER}, "acmepay": {PROVIDER}}}', "acmepay is given twice"),
        ("ESTEIRA_PROVIDERS", f'{{"acmepay": {{"secret": "x", "secret": "{SECRET}"}}}}', "secret is given twice"),
        ("ESTEIRA_PROVIDERS", f'{{"acmepay": {PROVIDER}', "is not JSON"),
        ("ESTEIRA_PROVIDERS", "[" * 10_000, "levels deep"),
        ("ESTEIRA_PROVIDERS", f'{{"acmepay": {{"secret": "{SECRET}", "tolerance_seconds": 3e2}}}}', "integer"),
        ("ESTEIRA_PROVIDERS", f'{{"acmepay": {{"secret": "{SECRET}", "tolerance_seconds": true}}}}', "integer"),
        ("ESTEIRA_SWEEP_AFTER_SECONDS", "1_800", "is not a whole number"),
        ("ESTEIRA_SWEEP_AFTER_SECONDS", "\uff11\uff18\uff10\uff10", "is not a whole number"),
    ],
    ids=range(8),
)
def test_a_variable_that_can_be_read_in_two_ways_is_named(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, said: str
) -> None:
    for name, text in {**CALLBACKS, "ESTEIRA_PROVIDERS": "{}", variable: value}.items():
        monkeypatch.setenv(name, text)

    with pytest.raises(BadSettings) as refusal:
        read(CallbackSettings)

    assert (variable in str(refusal.value), said in str(refusal.value)) == (True, True)
    assert SECRET not in str(refusal.value)


@pytest.mark.parametrize("value", ["nan", "inf", "6_5", "\uff16\uff15", "1e400"])
def test_a_duration_is_a_finite_number(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    for name, text in {**CALLBACKS, "ESTEIRA_LEASE_SECONDS": value}.items():
        monkeypatch.setenv(name, text)

    with pytest.raises(BadSettings, match="ESTEIRA_LEASE_SECONDS"):
        read(ProducerSettings)
