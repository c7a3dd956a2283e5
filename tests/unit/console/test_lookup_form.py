"""What the form says is different about a look-up."""

from typing import Any

import pytest

from console.pages.lookups.form import changed_fields

DAILY = {"every": "day", "at": "09:00"}
ONCE = {"when": "2030-01-16T09:00", "repeat": None, "time_zone": "UTC", "priority": "low"}
REPEATED = {**ONCE, "when": None, "repeat": DAILY}
CASES: dict[str, tuple[dict[str, Any], dict[str, Any], dict[str, Any]]] = {
    "nothing": (ONCE, {}, {}),
    "one field": (REPEATED, {"priority": "high"}, {"priority": "high"}),
    "the zone of a time": (ONCE, {"time_zone": "Asia/Tokyo"}, {"time_zone": "Asia/Tokyo", "when": ONCE["when"]}),
    "the zone of a repetition": (REPEATED, {"time_zone": "Asia/Tokyo"}, {"time_zone": "Asia/Tokyo"}),
    "a time that is left out": (ONCE, {"when": None}, {"when": None, "repeat": None}),
    "a repetition that ends": (REPEATED, {"repeat": None}, {"repeat": None}),
    "a repetition after a time": (ONCE, {"when": None, "repeat": DAILY}, {"when": None, "repeat": DAILY}),
    "a time after a repetition": (REPEATED, {"when": "now", "repeat": None}, {"when": "now", "repeat": None}),
}


@pytest.mark.parametrize("name", CASES)
def test_a_change_names_only_what_is_different(name: str) -> None:
    before, typed, different = CASES[name]

    assert changed_fields(before, {**before, **typed}) == different
