"""Repetitions and companies of look-ups as pages show them."""

from typing import Any

import pytest
from esteira.lookups.schedules.recurrence import ByCron, Daily, Monthly, Recurrence, Weekday, Weekly

from console.pages.lookups.company import company_facts
from console.pages.lookups.rows import repeats
from console.pages.lookups.words import ENGLISH, PORTUGUESE

CASES = {
    "Mon, Fri at 09:30": Weekly(every="week", days=[Weekday.MONDAY, Weekday.FRIDAY], at="09:30"),
    "each day at 07:00": Daily(every="day", at="07:00"),
    "day 31 of each month at 07:00": Monthly(every="month", day=31, at="07:00"),
    "cron 0 9 * * mon": ByCron(every="cron", cron="0 9 * * mon"),
    "once": None,
}


@pytest.mark.parametrize("said", CASES)
def test_a_repetition_is_said_in_words(said: str) -> None:
    recurrence: Recurrence | None = CASES[said]

    assert repeats(recurrence, ENGLISH) == said


def test_days_are_named_in_the_visitors_language() -> None:
    assert repeats(CASES["Mon, Fri at 09:30"], PORTUGUESE) == "seg, sex às 09:30"


def test_partners_are_shown_with_their_roles() -> None:
    company: dict[str, Any] = {"name": "ACME", "qsa": [{"name": "ANA LIMA", "role": "Sócia"}]}
    shown = {fact.name: fact.value for fact in company_facts(company, ENGLISH)}

    assert shown["Partners"] == "ANA LIMA (Sócia)"
