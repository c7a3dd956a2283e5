"""The position at which reading resumes, for stored cursors and the epoch of the source."""

import pytest
from esteira.producer.cursor import START, Cursor, Position, resume

LIMIT = Position(x=100, id=0)


def at(x: int, *, epoch: str = "now") -> Cursor:
    return Cursor(epoch=epoch, position=Position(x=x, id=7))


@pytest.mark.parametrize(
    ("stored", "checkpoint", "expected"),
    [
        (None, None, START),
        (at(50), at(40), at(50).position),
        (at(30), at(40), at(40).position),
        (None, at(40), at(40).position),
        (at(50, epoch="before"), at(40), at(40).position),
        (at(50, epoch="before"), at(40, epoch="before"), START),
        (at(100), at(40), START),
        (at(50), at(100), START),
    ],
    ids=[
        "from the start, if nothing is stored",
        "from the cursor, if it is ahead",
        "from the checkpoint, if Redis has an older cursor",
        "from the checkpoint, if Redis has no cursor",
        "from the one of this epoch",
        "from the start, if all are of another epoch",
        "from the start, if the cursor is beyond the limit of the source",
        "from the start, if the checkpoint is",
    ],
)
def test_reading_resumes(stored: Cursor | None, checkpoint: Cursor | None, expected: Position) -> None:
    resumption = resume("now", LIMIT, stored=stored, checkpoint=checkpoint)

    assert resumption.cursor == Cursor(epoch="now", position=expected)


def test_a_stored_cursor_of_another_epoch_must_be_overwritten() -> None:
    beyond = resume("now", LIMIT, stored=at(100), checkpoint=None)
    other_epoch = resume("now", LIMIT, stored=None, checkpoint=at(40, epoch="before"))
    valid = resume("now", LIMIT, stored=at(50), checkpoint=at(40))

    assert [beyond.renewed, other_epoch.renewed, valid.renewed] == [True, True, False]
