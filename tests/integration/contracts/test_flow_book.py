"""Where the versions of the flow are kept: one contract, kept in memory and in Postgres."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from esteira.adapters.memory.flow_versions import MemoryFlowBook
from esteira.adapters.postgres.database import Database
from esteira.adapters.postgres.flow_book import PostgresFlowBook
from esteira.domain.flow.configuration import FlowConfiguration, FlowVersion, LaneFlow
from esteira.errors import Outdated, TargetUnavailable
from esteira.use_cases.ports.flow import FlowBook
from pydantic import SecretStr

from tests.making import READ_AT
from tests.services.ports import free_port

OTHER = FlowConfiguration(
    lanes={"orders": LaneFlow(weight=55, retry_delay_seconds=2.5, paused=True), "payments": LaneFlow(weight=45)},
    max_total_workers=9,
)


@pytest.fixture(params=["memory", "postgres"])
def book(request: pytest.FixtureRequest) -> FlowBook:
    if request.param == "memory":
        return MemoryFlowBook()
    return PostgresFlowBook(request.getfixturevalue("target_database"))


def change(book: FlowBook, expected: int, configuration: FlowConfiguration = OTHER) -> FlowVersion:
    return book.change(configuration, expected=expected, by="ana", at=READ_AT + timedelta(seconds=expected))


def test_before_the_first_change_the_defaults_are_version_0(book: FlowBook) -> None:
    assert book.current() == FlowVersion(version=0, configuration=FlowConfiguration())
    assert list(book.history(10)) == []


def test_a_change_is_the_next_version_with_who_and_when(book: FlowBook) -> None:
    made = change(book, 0)

    assert made == FlowVersion(version=1, configuration=OTHER, changed_by="ana", changed_at=READ_AT)
    assert book.current() == made


@pytest.mark.parametrize("expected", [0, 2, 7])
def test_a_change_of_another_version_than_the_current_one_is_refused_and_told_which_it_is(
    book: FlowBook, expected: int
) -> None:
    change(book, 0)

    with pytest.raises(Outdated, match="the current version is 1"):
        change(book, expected)

    assert book.current().version == 1


def test_history_begins_with_the_newest_and_ends_at_the_limit(book: FlowBook) -> None:
    for version in range(4):
        change(book, version)

    assert [one.version for one in book.history(3)] == [4, 3, 2]


def test_of_changes_that_come_at_once_one_gets_in(target_database: Database) -> None:
    book = PostgresFlowBook(target_database)

    def try_it(_number: int) -> bool:
        try:
            return bool(change(book, 0))
        except Outdated:
            return False

    with ThreadPoolExecutor(4) as threads:
        got_in = list(threads.map(try_it, range(20)))

    assert (sum(got_in), [one.version for one in book.history(10)]) == (1, [1])


def test_an_unreachable_database_has_its_own_error() -> None:
    nobody = Database(SecretStr(f"postgresql://127.0.0.1:{free_port()}/none"), unavailable=TargetUnavailable)

    with pytest.raises(TargetUnavailable):
        PostgresFlowBook(nobody).current()


def test_no_older_version_stands_in_for_one_that_is_not_understood(target_database: Database) -> None:
    book = PostgresFlowBook(target_database)
    change(book, 0)
    change(book, 1)
    with target_database.transaction() as connection:
        connection.execute("""UPDATE flow_versions SET configuration = '{"of_another_release": 1}' WHERE version = 2""")

    with pytest.raises(TargetUnavailable, match="version 2"):
        book.current()
