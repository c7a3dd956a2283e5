"""Takes secrets and personal data out of text that is kept: by the name of a field, by its form, and known secrets.

What is in doubt is taken out: a redacted error is still an error, and a leaked secret stays leaked.
"""

import json
import re
from collections.abc import Iterable
from typing import Any

from esteira.core.strict_json import MalformedJson, json_value

REDACTED = "[redacted]"

_SENSITIVE_NAME = re.compile(
    r"pass(word|wd|phrase)?$|^senha|secret|token|authori[sz]ation|cookie|signature|api_?key|private_?key|credential"
    r"|(^|_)(dsn|pwd|otp|pin|cvv|cpf|code)$|e_?mail|qsa|socios|partners|phone|telefone",
    re.IGNORECASE,
)

_FORMS = (
    # user:password@ of a connection string
    (re.compile(r"(?i)(?<![a-z0-9+.-])([a-z][a-z0-9+.-]*+://)[^\s/@\"']++@"), rf"\1{REDACTED}@"),
    (re.compile(r"(?i)\b(bearer|basic)\s++[\w.~+/=-]++"), rf"\1 {REDACTED}"),
    (re.compile(r"(?<![\w-])eyJ[\w-]++\.[\w-]++(\.[\w-]*+)?"), REDACTED),
    (re.compile(r"\$argon2[a-z]*+\$\S++"), REDACTED),
    (re.compile(r"(?<![\w.!#$%&'*+/=?^`{|}~-])[\w.!#$%&'*+/=?^`{|}~-]++@[\w-]++(\.[\w-]++)+"), REDACTED),
    (re.compile(r"\b\d{3}\.\d{3}\.\d{3}-\d{2}\b"), REDACTED),
    # name=value and "name": "value" outside of JSON that could be read
    (
        re.compile(
            r"(?i)((?<![\w-])(?=[\w-]*(?:password|passwd|senha|secret|token|authorization|cookie|signature|api[_-]?key"
            r"|credential))[\w-]++[\"']?\s*+[=:]\s*+)(\"(?:[^\"\\]|\\.)*+\"?|'[^']*+'?|[^\s,;&}\"']++)"
        ),
        rf"\1{REDACTED}",
    ),
    (re.compile(r"(?i)([\"'](?:qsa|socios|partners)[\"']\s*+[:=]).*", re.DOTALL), rf"\1 {REDACTED}"),
)
"""Each needs a time that is proportional to the text: no start within a run of its own characters, no way back."""

LEAST_SECRET_CHARACTERS = 6
"""Shorter known secrets are not looked for: every text would hold them."""


def redacted(text: str, known_secrets: Iterable[str] = ()) -> str:
    """Return the text without secrets and personal data; the same text if it holds none.

    A JSON object or array is redacted field by field, and stays JSON.
    """
    without = _without_known(text, known_secrets)
    fields = _fields_of(without)
    if fields is None:
        return _without_forms(without)
    kept = redacted_value(fields)
    return without if kept == fields else json.dumps(kept, ensure_ascii=False, default=str)


def _without_known(text: str, known_secrets: Iterable[str]) -> str:
    for secret in known_secrets:
        if len(secret) >= LEAST_SECRET_CHARACTERS:
            text = text.replace(secret, REDACTED)
    return text


def _fields_of(text: str) -> Any:
    if not text.lstrip().startswith(("{", "[")):
        return None
    try:
        return json_value(text)
    except MalformedJson:
        return None


def redacted_value(value: Any) -> Any:
    """Return a value of JSON without secrets and personal data, by the names of its fields and by form."""
    match value:
        case dict():
            return {_without_forms(name): _redacted_field(name, each) for name, each in value.items()}
        case list():
            return [redacted_value(each) for each in value]
        case str():
            return redacted(value)
        case _:
            return value


def _redacted_field(name: str, value: Any) -> Any:
    plain = re.sub(r"(?<=[a-z])(?=[A-Z])|[\s.-]+", "_", name)
    return REDACTED if value is not None and _SENSITIVE_NAME.search(plain) else redacted_value(value)


def _without_forms(text: str) -> str:
    for form, instead in _FORMS:
        text = form.sub(instead, text)
    return text
