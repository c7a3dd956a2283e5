"""Where reading resumes, by stored cursors and the source's epoch."""

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
        "from the start, where nothing is stored",
        "from the cursor, which is ahead",
        "from the checkpoint, where Redis came back with an old cursor",
        "from the checkpoint, where Redis lost its cursor",
        "from what is of this epoch",
        "from the start, where all is of another epoch",
        "from the start, where the cursor lies beyond what the source has given out",
        "from the start, where the checkpoint does",
    ],
)
def test_reading_goes_on(stored: Cursor | None, checkpoint: Cursor | None, expected: Position) -> None:
    resumption = resume("now", LIMIT, stored=stored, checkpoint=checkpoint)

    assert resumption.cursor == Cursor(epoch="now", position=expected)


def test_a_stored_cursor_that_is_no_longer_true_is_to_be_overwritten() -> None:
    beyond = resume("now", LIMIT, stored=at(100), checkpoint=None)
    of_another_life = resume("now", LIMIT, stored=None, checkpoint=at(40, epoch="before"))
    true = resume("now", LIMIT, stored=at(50), checkpoint=at(40))

    assert [beyond.renewed, of_another_life.renewed, true.renewed] == [True, True, False]
