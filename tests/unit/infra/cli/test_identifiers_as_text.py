"""Identifiers of other people are printed as they are, also where they look like the markup of a terminal."""

import pytest
from esteira.callbacks.callback import CallbackState
from esteira.reconciliation.dead_letters import CallbackKey, DeadGroup
from esteira.reconciliation.history import CallbackLocation, History
from esteira.reconciliation.redrive.survey_dead_letters import Survey

from infra.cli.commands.history import _title
from infra.cli.output import results
from infra.cli.survey_report import print_survey
from tests.fixtures.clock import READ_AT

EVENT_IDS = ["a[b]c", "[/red]", ":x:1", "[link=https://example.com]e[/link]"]


@pytest.mark.parametrize("event_id", EVENT_IDS)
def test_the_example_of_a_cause_is_the_event_id_of_the_provider(event_id: str) -> None:
    group = DeadGroup(
        error="invalid: [/]",
        orders=1,
        first_failed_at=READ_AT,
        last_failed_at=READ_AT,
        example=CallbackKey("acmepay", event_id),
    )
    counts = dict.fromkeys(
        ("dead_letters", "selected", "copies", "kept", "without_letter", "unparseable", "unparseable_kept"), 0
    )
    with results.capture() as printed:
        print_survey(
            "payments", Survey(**counts, unattempted=0, all_visible=True, unparseable_letters=(), groups=(group,))
        )

    assert f"  acmepay:{event_id}  invalid: [/]" in printed.get()


@pytest.mark.parametrize("event_id", EVENT_IDS)
def test_a_history_names_the_callback_as_the_provider_does(event_id: str) -> None:
    location = CallbackLocation(
        callback=CallbackKey("acmepay", event_id), state=CallbackState.DEAD, attempts=5, since=READ_AT, reason=None
    )
    with results.capture() as printed:
        results.print(_title(History(message_id="m", attempts=(), callback_location=location)), highlight=False)

    assert f"callback acmepay:{event_id}: dead since" in printed.get()
