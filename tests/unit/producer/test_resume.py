"""Where publishing continues: at the furthest stored cursor, or at the start of a source that began anew."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from esteira.core.decoding import as_json
from esteira.core.orders import Order
from esteira.producer.cursor import START, Cursor, Position
from esteira.producer.evidence import Evidence, Marks, RememberedRow
from esteira.producer.memory import MemorySource
from esteira.producer.page import PageRow
from esteira.producer.resume import OLD_START, Resumption, resume

BEGAN_AT = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)


def row(id_: int, *, x: int | None = None, product: str = "Cup", created_at: datetime | None = None) -> PageRow:
    """Return a row whose creation time is its own, unless it is given."""
    made_at = created_at or BEGAN_AT + timedelta(seconds=id_)
    order = Order(id=id_, product=product, price=Decimal(1), security_check=True, created_at=made_at)
    return PageRow(position=Position(x=x or id_, id=id_), order=order)


def source_of(*rows: PageRow) -> MemorySource:
    source = MemorySource()
    source.rows = list(rows)
    source._transactions = max((each.position.x for each in rows), default=0)
    return source


def cursor_after(*rows: PageRow, source: MemorySource, epoch: str = "memory:1") -> Cursor:
    """Return the cursor of a source from which these rows were handed over."""
    evidence = Evidence(marks=source.marks).after(each.remembered for each in rows)
    return Cursor(epoch=epoch, position=rows[-1].position, evidence=evidence)


def resumed(source: MemorySource, stored: Cursor | None, checkpoint: Cursor | None = None) -> Resumption:
    return resume(source, source.inspect(), stored=stored, checkpoint=checkpoint)


ROWS = [row(id_) for id_ in range(1, 6)]


def test_an_unknown_source_is_read_from_its_start() -> None:
    resumption = resumed(source_of(*ROWS), None)

    assert (resumption.cursor.position, resumption.cursor.epoch) == (START, "memory:1")
    assert (resumption.renewed, resumption.restart) == (False, None)


def test_the_further_one_of_cursor_and_checkpoint_is_right() -> None:
    source = source_of(*ROWS)
    far, near = (cursor_after(*ROWS[:count], source=source) for count in (4, 2))

    assert [resumed(source, *pair).cursor.position.id for pair in ((far, near), (near, far), (None, near))] == [4, 4, 2]


def test_the_later_epoch_is_right_even_if_it_is_behind() -> None:
    source = source_of(*ROWS)
    old, new = cursor_after(*ROWS, source=source), cursor_after(*ROWS[:2], source=source, epoch="memory:1#2")

    assert resumed(source, old, new).cursor == resumed(source, new, old).cursor == new


@pytest.mark.parametrize(
    ("now", "reason"),
    [
        (lambda: source_of(row(5, created_at=BEGAN_AT)), "another row has the id 5"),
        (lambda: source_of(*ROWS[:4], row(5, x=9)), "another row has the id 5"),
        (lambda: source_of(*ROWS[:4], row(5, x=2, product="Kettle"), row(9)), "another row has the id 5"),
        (lambda: source_of(*ROWS[:4], row(9, x=4)), "below those already read"),
        (lambda: with_marks(source_of(*ROWS[:4], row(6)), table="2"), "created anew"),
        (lambda: with_marks(source_of(*ROWS[:4], row(6)), sequence="2"), "was restarted"),
        (lambda: with_marks(source_of(row(6)), lsn=4), "older copy"),
        (lambda: with_epoch(source_of(*ROWS[:4], row(6)), "memory:2"), "another cluster"),
    ],
    ids=[
        "truncated, its identity restarted, as many rows as before",
        "another transaction inserted the row",
        "a copy put back, the transactions the same",
        "a copy put back, fewer transactions than before",
        "restored into a new table, the last row missing",
        "its sequence restarted, the last row missing",
        "a copy put back, all remembered rows missing",
        "failed over to a standby without the last row",
    ],
)
def test_a_source_that_began_anew_is_read_from_its_start(now: Callable[[], MemorySource], reason: str) -> None:
    before = with_marks(source_of(*ROWS), lsn=5)
    stored = cursor_after(*ROWS, source=before)

    resumption = resumed(now(), stored)

    assert reason in (resumption.restart or "")
    assert (resumption.cursor.position, resumption.renewed) == (START, True)
    assert resumption.cursor.number == 2


def with_marks(source: MemorySource, **changes: object) -> MemorySource:
    source.marks = replace(source.marks, **changes)  # type: ignore[arg-type]
    return source


def with_epoch(source: MemorySource, epoch: str) -> MemorySource:
    source.epoch = epoch
    return source


@pytest.mark.parametrize(
    "now",
    [
        lambda: with_marks(source_of(*ROWS, row(6)), table="2", sequence="2"),
        lambda: source_of(row(6)),
        lambda: source_of(*ROWS[:4], row(6)),
        lambda: source_of(*ROWS[:4], row(5, product="Kettle"), row(6)),
        lambda: with_epoch(source_of(*ROWS, row(6)), "memory:2"),
    ],
    ids=[
        "its table was rewritten",
        "all orders of before were archived",
        "the last order was deleted",
        "the last order was changed",
        "failed over to a standby that has the last row",
    ],
)
def test_a_source_that_continues_is_read_on(now: Callable[[], MemorySource]) -> None:
    stored = cursor_after(*ROWS, source=source_of(*ROWS))

    resumption = resumed(now(), stored)

    assert (resumption.cursor.position.id, resumption.restart) == (5, None)


def test_after_a_failover_the_epoch_names_the_new_time_line() -> None:
    stored = cursor_after(*ROWS, source=source_of(*ROWS))

    resumption = resumed(with_epoch(source_of(*ROWS), "memory:2"), stored)

    assert (resumption.cursor.epoch, resumption.renewed) == ("memory:2#2", True)


def test_without_fractions_of_a_second_a_changed_row_is_taken_for_another_one() -> None:
    midnight = datetime(2026, 1, 2, tzinfo=UTC)
    stored = cursor_after(row(1, created_at=midnight), source=source_of())

    changed = resumed(source_of(row(1, product="Kettle", created_at=midnight)), stored)

    assert changed.restart == "another row has the id 1"


def test_a_cursor_of_an_older_version_is_adopted_with_its_row() -> None:
    source = source_of(*ROWS)
    old = Cursor(epoch="memory:1", position=ROWS[3].position)

    resumption = resumed(source, old)

    assert (resumption.cursor, resumption.renewed) == (old, False)
    assert remembered_ids(resumption.cursor) == [4]


def remembered_ids(cursor: Cursor) -> list[int]:
    return list(cursor.evidence.ids) if cursor.evidence else []


@pytest.mark.parametrize("start", [START, OLD_START])
def test_a_cursor_at_the_start_of_any_version_stays_there(start: Position) -> None:
    resumption = resumed(source_of(*ROWS), Cursor(epoch="memory:1", position=start))

    assert (resumption.cursor.position, resumption.restart) == (START, None)


def test_another_cursor_mode_reads_from_the_start_without_an_alarm() -> None:
    stored = replace(cursor_after(*ROWS, source=source_of(*ROWS)), epoch="other:1")

    resumption = resumed(source_of(*ROWS), stored)

    assert (resumption.cursor.position, resumption.renewed, resumption.restart) == (START, True, None)


def test_evidence_survives_its_storage() -> None:
    cursor = cursor_after(*ROWS, source=source_of())

    assert cursor.evidence
    assert Evidence.from_text(cursor.evidence.as_text()) == cursor.evidence
    assert Evidence.from_text("") is Evidence.from_text(None) is None


def test_ids_and_positions_that_are_remembered_leave_as_text() -> None:
    row = RememberedRow(id=1970670598291982290, x=7, created_at="infinity", fields="f")
    evidence = Evidence(marks=Marks(table="1", sequence="2", lsn=2**60, handed_out=row.id), rows=(row,))

    shown = as_json(Cursor(epoch="xid:1", position=Position(x=7, id=row.id), evidence=evidence))["evidence"]

    assert shown["rows"][0] | shown["marks"] == {
        "id": "1970670598291982290",
        "x": "7",
        "created_at": "infinity",
        "fields": "f",
        "table": "1",
        "sequence": "2",
        "lsn": str(2**60),
        "handed_out": "1970670598291982290",
    }


def test_a_copy_put_back_is_noticed_by_its_sequence_although_its_log_has_grown_longer() -> None:
    later = [row(id_) for id_ in range(6, 11)]
    before = with_marks(source_of(*ROWS, *later), lsn=5, handed_out=10)
    stored = cursor_after(*ROWS, *later, source=before)
    put_back = with_marks(source_of(*ROWS[:4], row(5, product="Kettle")), lsn=6, handed_out=5)
    put_back._transactions = 99

    assert "sequence of its ids went back" in (resumed(put_back, stored).restart or "")


def test_a_sequence_that_is_behind_is_no_reason_while_the_last_row_is_there() -> None:
    before = with_marks(source_of(*ROWS), handed_out=5)
    stored = cursor_after(*ROWS, source=before)

    resumption = resumed(with_marks(source_of(*ROWS), handed_out=1), stored)

    assert (resumption.cursor.position.id, resumption.restart) == (5, None)
