"""Many look-ups from one CSV file: all or none."""

import pytest
from esteira.core.errors import BadLines, BadRequest
from esteira.lookups.booking.book_csv import MAX_NAMED, book_csv
from esteira.lookups.lookup import LookupFilter
from esteira.lookups.ranking import Priority

from tests.fixtures.booking import Desk
from tests.fixtures.lookups import CNPJ, OWNER

WHOLE = f"""\ufeffcnpj;when;cron;priority;notify;grace_seconds;time_zone\r
12.abc.345/01de-35;2026-12-01T09:00;;high;false;600;America/Sao_Paulo\r
\r
{CNPJ};;"0 9 * * 1,2";;;;\r
"""


def test_each_line_is_a_look_up_and_empty_fields_are_defaults(desk: Desk) -> None:
    booked = book_csv(desk.deps, OWNER, WHOLE.encode())

    by_priority = {each.priority: each for each in desk.store.page(OWNER, LookupFilter())}
    timed, repeated = by_priority[Priority.HIGH], by_priority[Priority.NORMAL]
    assert booked.booked == len(by_priority) == 2
    assert (timed.cnpj, timed.notify, timed.grace_seconds, timed.recurrence) == (CNPJ, False, 600, None)
    assert (repeated.notify, str(repeated.next_due_at)) == (True, "2026-11-30 12:00:00+00:00")


def test_what_is_for_now_is_handed_over_by_the_schedule(desk: Desk) -> None:
    book_csv(desk.deps, OWNER, f"cnpj\n{CNPJ}\n{CNPJ}\n".encode())

    sent_at_once = len(desk.bells.sent)
    assert (sent_at_once, desk.tick(), len(desk.bells.sent)) == (0, 2, 2)


LINES = [
    (f"{CNPJ[:-1]}6,", "cnpj: has wrong check digits"),
    ("\uff11" + CNPJ[1:] + ",", "cnpj: holds characters other"),
    (CNPJ, "has 1 fields where the header has 2"),
    (f"{CNPJ},2020-01-01T00:00", "when: is in the past"),
    (f'"{CNPJ}', "has a quote that is not closed"),
    (f'{CNPJ},a"b', "has a quote inside a value"),
]


@pytest.mark.parametrize("number", range(len(LINES)))
def test_one_bad_line_keeps_the_whole_file_out_and_is_named(desk: Desk, number: int) -> None:
    line, reason = LINES[number]

    with pytest.raises(BadLines) as refused:
        book_csv(desk.deps, OWNER, f"cnpj,when\n{CNPJ},\n{line}\n".encode())

    assert list(refused.value.faults) == [3]
    assert reason in refused.value.faults[3]
    assert desk.store.page(OWNER, LookupFilter()) == []


def test_many_bad_lines_are_named_up_to_a_number_and_counted(desk: Desk) -> None:
    with pytest.raises(BadLines) as refused:
        book_csv(desk.deps, OWNER, b"cnpj\n" + b"1\n" * 1_000)

    assert (len(refused.value.faults), refused.value.more) == (MAX_NAMED, 1_000 - MAX_NAMED)


FILES = [b"", b"cnpj\n", b"name\nx\n", b"cnpj,cnpj\n", b"cnpj,color\n", b"cnpj\n\xff\n"]


@pytest.mark.parametrize("number", range(len(FILES)))
def test_what_is_no_such_file_is_refused(desk: Desk, number: int) -> None:
    with pytest.raises(BadRequest):
        book_csv(desk.deps, OWNER, FILES[number])
