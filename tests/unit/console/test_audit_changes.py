"""What an action changed, as the audit page shows it."""

from console.elements.change_table import Change
from console.pages.audit.changes import changes


def test_fields_that_differ_come_first() -> None:
    found = changes({"role": "viewer", "disabled": False}, {"role": "viewer", "disabled": True})

    assert [(each.field, each.is_one) for each in found] == [("disabled", True), ("role", False)]


def test_a_field_without_a_value_before_is_new() -> None:
    assert changes(None, {"name": "ci", "days": None}) == [
        Change(field="name", before=None, after="ci"),
        Change(field="days", before=None, after="null"),
    ]
