"""What an action changed, field by field."""

import json
from collections.abc import Sequence
from typing import Any

from esteira.core.auditing.audited import Facts

from console.elements.change_table import Change

MISSING = object()


def changes(before: Facts | None, after: Facts | None) -> Sequence[Change]:
    """Return the fields of both, those that differ first."""
    old, new = before or {}, after or {}
    found = [
        Change(field=name, before=_text(old.get(name, MISSING)), after=_text(new.get(name, MISSING)))
        for name in {**old, **new}
    ]
    return sorted(found, key=lambda change: not change.is_one)


def _text(value: Any) -> str | None:
    if value is MISSING:
        return None
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
