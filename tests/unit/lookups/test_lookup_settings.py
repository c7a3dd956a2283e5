"""Providers of look-ups are configured by variables, and an error names the variable."""

import json
from typing import Any

import pytest
from esteira.core.errors import BadSettings
from esteira.core.lookup_providers import PUBLIC_PROVIDERS
from esteira.core.settings import LookupSettings, read

REQUIRED = {"ESTEIRA_TARGET_DSN": "dbname=x", "ESTEIRA_REDIS_URL": "redis://127.0.0.1:1/0"}
ONE: dict[str, Any] = {
    "name": "ours",
    "kind": "cnpjws",
    "base_url": "https://api.example/cnpj/",
    "rate_per_second": "0.5",
}


def settings(monkeypatch: pytest.MonkeyPatch, **variables: object) -> LookupSettings:
    for name, value in {**REQUIRED, **variables}.items():
        monkeypatch.setenv(name, value if isinstance(value, str) else json.dumps(value))
    return read(LookupSettings)


def test_public_providers_are_asked_where_none_are_configured(monkeypatch: pytest.MonkeyPatch) -> None:
    found = settings(monkeypatch)

    assert (found.lookup_providers, found.lookup_loopback) == (PUBLIC_PROVIDERS, ())


def test_providers_keep_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    found = settings(monkeypatch, ESTEIRA_LOOKUP_PROVIDERS=[ONE, ONE | {"name": "theirs", "burst": 5}])

    assert [(one.name, one.burst, one.base_url) for one in found.lookup_providers] == [
        ("ours", 1, "https://api.example/cnpj"),
        ("theirs", 5, "https://api.example/cnpj"),
    ]


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("ESTEIRA_LOOKUP_PROVIDERS", [], "at least 1"),
        ("ESTEIRA_LOOKUP_PROVIDERS", [ONE, ONE], "same name"),
        ("ESTEIRA_LOOKUP_PROVIDERS", [ONE | {"base_url": "ftp://x"}], "is not a URL"),
        ("ESTEIRA_LOOKUP_PROVIDERS", [ONE | {"base_url": "https://user:pass@x/cnpj"}], "user name"),
        ("ESTEIRA_LOOKUP_PROVIDERS", [ONE | {"rate_per_second": 0}], "greater than 0"),
        ("ESTEIRA_LOOKUP_PROVIDERS", [ONE | {"rate_per_second": "1,5"}], "is not a number"),
        ("ESTEIRA_LOOKUP_PROVIDERS", [ONE | {"kind": "soap"}], "brasilapi"),
        ("ESTEIRA_LOOKUP_PROVIDERS", [ONE | {"total_seconds": 60}], "less than or equal to 10"),
        ("ESTEIRA_LOOKUP_LOOPBACK", ["10.0.0.1:80"], "pattern"),
        ("ESTEIRA_LOOKUP_LOOPBACK", ["127.0.0.1"], "pattern"),
        ("ESTEIRA_LOOKUP_USER_AGENT", "a\r\nHost: b", "pattern"),
        ("ESTEIRA_LOOKUP_PATIENCE_SECONDS", "600", "less than or equal to 60"),
    ],
    ids=range(12),
)
def test_a_wrong_value_is_refused_by_the_name_of_its_variable(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: object, said: str
) -> None:
    with pytest.raises(BadSettings, match=said) as refusal:
        settings(monkeypatch, **{variable: value})

    assert variable in str(refusal.value)
    assert "pass@" not in str(refusal.value)
