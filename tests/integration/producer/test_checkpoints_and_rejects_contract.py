"""Contracts of `Checkpoints` and `Rejects`: memory and Postgres."""

import pytest
from esteira.producer.cursor import Cursor, Position
from esteira.producer.memory import MemoryCheckpoints, MemoryRejects
from esteira.producer.ports import Checkpoints, Rejects
from esteira.producer.postgres.checkpoints import PostgresCheckpoints
from esteira.producer.postgres.rejects import PostgresRejects

HUGE = 2**64 - 2
"""A transaction id that does not fit into a signed 64-bit integer."""


@pytest.fixture(params=["memory", "postgres"])
def checkpoints(request: pytest.FixtureRequest) -> Checkpoints:
    if request.param == "memory":
        return MemoryCheckpoints()
    return PostgresCheckpoints(request.getfixturevalue("target_database"))


@pytest.fixture(params=["memory", "postgres"])
def rejects(request: pytest.FixtureRequest) -> Rejects:
    if request.param == "memory":
        return MemoryRejects()
    return PostgresRejects(request.getfixturevalue("target_database"))


def at(x: int, id_: int, *, epoch: str = "now") -> Cursor:
    return Cursor(epoch=epoch, position=Position(x=x, id=id_))


def test_without_a_checkpoint_none_is_returned(checkpoints: Checkpoints) -> None:
    assert checkpoints.load("source1") is None


@pytest.mark.parametrize("ahead", [at(9, 10), at(10, 1), at(100, 1), at(HUGE, 1)])
def test_a_checkpoint_moves_forward(checkpoints: Checkpoints, ahead: Cursor) -> None:
    checkpoints.save("source1", at(9, 9))

    checkpoints.save("source1", ahead)

    assert checkpoints.load("source1") == ahead


@pytest.mark.parametrize("behind", [at(10, 8), at(9, 10), at(11, 11, epoch="before")])
def test_a_checkpoint_never_moves_back_nor_to_another_epoch(checkpoints: Checkpoints, behind: Cursor) -> None:
    checkpoints.save("source1", at(10, 9))

    checkpoints.save("source1", behind)

    assert checkpoints.load("source1") == at(10, 9)


def test_a_new_epoch_overwrites_the_checkpoint(checkpoints: Checkpoints) -> None:
    checkpoints.save("source1", at(10, 9))

    checkpoints.overwrite("source1", at(0, 0, epoch="after"))
    checkpoints.save("source1", at(3, 3, epoch="after"))

    assert checkpoints.load("source1") == at(3, 3, epoch="after")


def test_sources_have_separate_checkpoints(checkpoints: Checkpoints) -> None:
    checkpoints.save("source1", at(10, 9))

    assert checkpoints.load("source2") is None


def test_rejected_rows_are_kept_once_each(rejects: Rejects) -> None:
    rejects.add("source1", {5: "too large", 3: "price: not a number"})

    rejects.add("source1", {5: "another reason", 9: "too large"})

    assert rejects.ids("source1") == [3, 5, 9]
    assert rejects.ids("source2") == []


def test_rows_that_were_accepted_after_all_are_forgotten(rejects: Rejects) -> None:
    rejects.add("source1", {3: "too large", 5: "too large"})
    rejects.add("source2", {5: "too large"})

    rejects.forget("source1", [5, 7])

    assert (rejects.ids("source1"), rejects.ids("source2")) == ([3], [5])
