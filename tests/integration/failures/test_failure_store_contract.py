"""Contract of `FailureStore`: the twin and Postgres."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from esteira.core.postgres.database import Database
from esteira.core.reporting.error_report import ErrorKind
from esteira.failures.failure import LIFE, Failure, FailureFilter, FailureState, GroupFilter, Settlement
from esteira.failures.memory import MemoryFailureStore
from esteira.failures.ports import CountedMinute, FailureStore
from esteira.failures.postgres.failure_store import PostgresFailureStore

from tests.fixtures.clock import READ_AT
from tests.fixtures.errors import error

ALL = FailureFilter(limit=100)
GROUPS = GroupFilter(limit=100)
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
READ_MINUTE = int(READ_AT.timestamp() // 60)
A, B = "00000000000000aa", "00000000000000bb"


@pytest.fixture(params=["memory", "postgres"])
def store(request: pytest.FixtureRequest) -> FailureStore:
    if request.param == "memory":
        return MemoryFailureStore()
    return PostgresFailureStore(request.getfixturevalue("target_database"))


def only(store: FailureStore) -> Failure:
    (failure,) = store.page(ALL)
    return failure


def counted(number: int, *, minute: int = READ_MINUTE, name: str = A) -> CountedMinute:
    return CountedMinute(minute=minute, counts={name: number}, is_over=True)


def test_an_error_is_kept_with_all_that_is_known_of_it(store: FailureStore) -> None:
    given = error("m1", original="the original", component="flow", place="flow.show", kind=ErrorKind.QUEUE)

    store.keep([given], READ_AT)

    kept = only(store)
    assert (kept.id, kept.report_id, kept.fingerprint) == (given.failure_id, given.report_id, given.fingerprint)
    assert (kept.kind, kept.component, kept.place, kept.cause) == ("queue", "flow", "flow.show", given.cause)
    assert (kept.original, kept.lane, kept.attempt, kept.can_be_sent) == ("the original", "orders", 5, True)
    assert (kept.state, kept.due_at, kept.created_at) == (FailureState.WAITING, READ_AT + MINUTE, READ_AT)
    assert store.find(kept.id) == kept


def test_the_same_error_again_changes_nothing(store: FailureStore) -> None:
    given = error("m1", uncounted=3)
    store.keep([given, given], READ_AT)
    before = only(store)

    store.keep([given], READ_AT + MINUTE)

    (group,) = store.groups(GROUPS)
    assert only(store) == before
    assert group.count == 3


def test_all_errors_of_a_message_are_one_failure_that_follows_the_last_one(store: FailureStore) -> None:
    store.keep([error("m1", attempt=number, fingerprint=A) for number in range(1, 5)], READ_AT)
    noted = only(store)

    store.keep([error("m1", attempt=5, fingerprint=B)], READ_AT + SECOND)
    store.keep([error("m1", attempt=1, fingerprint=A)], READ_AT + 2 * SECOND)

    assert (noted.state, noted.attempt) == (FailureState.NOTED, 4)
    assert (only(store).state, only(store).attempt, only(store).fingerprint) == (FailureState.WAITING, 5, B)


def test_what_is_due_is_claimed_by_one_worker_until_it_is_not_heard_of(store: FailureStore) -> None:
    store.keep([error("m1")], READ_AT)

    early = store.claim(10, READ_AT + MINUTE - SECOND)
    (first,) = store.claim(10, READ_AT + MINUTE)
    meanwhile = store.claim(10, READ_AT + 3 * MINUTE - SECOND)
    (second,) = store.claim(10, READ_AT + 3 * MINUTE)

    assert (early, meanwhile) == ([], [])
    assert (first.tries, second.tries, second.original) == (1, 2, "body")


def test_who_comes_back_late_changes_nothing_of_a_newer_claim(store: FailureStore) -> None:
    store.keep([error("m1")], READ_AT)
    late = store.claim(1, READ_AT + MINUTE)
    store.claim(1, READ_AT + 3 * MINUTE)

    store.sent(late, READ_AT)
    store.put_back(late, READ_AT)
    store.park(late, "too late", READ_AT)

    assert (only(store).state, only(store).tries) == (FailureState.WAITING, 2)


def test_what_was_sent_is_not_claimed_again_and_keeps_its_tries(store: FailureStore) -> None:
    store.keep([error("m1")], READ_AT)
    store.sent(store.claim(1, READ_AT + MINUTE), READ_AT + MINUTE)

    assert store.claim(1, READ_AT + LIFE) == []
    assert (only(store).state, only(store).tries, only(store).due_at) == (FailureState.RETRIED, 1, None)


def test_a_message_that_fails_for_good_once_more_waits_longer(store: FailureStore) -> None:
    store.keep([error("m1")], READ_AT)
    store.sent(store.claim(1, READ_AT + MINUTE), READ_AT + MINUTE)

    store.keep([error("m1")], READ_AT + 2 * MINUTE)

    assert (only(store).state, only(store).due_at) == (FailureState.WAITING, READ_AT + 6 * MINUTE)


def test_what_was_put_back_is_due_at_its_time_and_has_no_try_more(store: FailureStore) -> None:
    store.keep([error("m1")], READ_AT)
    store.put_back(store.claim(1, READ_AT + MINUTE), READ_AT + 10 * MINUTE)

    assert store.claim(1, READ_AT + 10 * MINUTE - SECOND) == []
    assert [again.tries for again in store.claim(1, READ_AT + 10 * MINUTE)] == [1]


def test_a_person_settles_a_failure_with_name_and_note(store: FailureStore) -> None:
    store.keep([error("m1", transient=False)], READ_AT)
    closed = Settlement(
        state=FailureState.DISCARDED, reason="why", due_at=None, by="maria", note="cancelled", at=READ_AT
    )

    settled = store.settle(only(store).id, closed)

    assert settled == only(store)
    assert (only(store).state, only(store).changed_by, only(store).note) == ("discarded", "maria", "cancelled")
    assert store.settle(uuid4(), closed) is None


def test_a_claim_does_not_outlast_what_a_person_decides(store: FailureStore) -> None:
    store.keep([error("m1")], READ_AT)
    claimed = store.claim(1, READ_AT + MINUTE)
    closed = Settlement(state=FailureState.DISCARDED, reason="why", due_at=None, by="maria", note="x", at=READ_AT)
    store.settle(only(store).id, closed)

    store.sent(claimed, READ_AT + MINUTE)

    assert only(store).state is FailureState.DISCARDED


def test_failures_are_listed_in_pages_newest_first(store: FailureStore) -> None:
    for number in range(5):
        store.keep([error(f"m{number}")], READ_AT + number * SECOND)

    first = store.page(FailureFilter(limit=3))
    rest = store.page(FailureFilter(limit=3, before=first[-1].id))

    assert [failure.created_at.second for failure in [*first, *rest]] == [4, 3, 2, 1, 0]


@pytest.mark.parametrize(
    "question",
    [
        FailureFilter(limit=9, state=FailureState.PARKED),
        FailureFilter(limit=9, kind=ErrorKind.QUEUE),
        FailureFilter(limit=9, component="flow"),
        FailureFilter(limit=9, lane="payments"),
        FailureFilter(limit=9, fingerprint=B),
    ],
    ids=["state", "kind", "component", "lane", "fingerprint"],
)
def test_a_filter_leaves_only_what_it_asks_for(store: FailureStore, question: FailureFilter) -> None:
    other = error("m2", transient=False, kind=ErrorKind.QUEUE, component="flow", lane="payments", fingerprint=B)
    store.keep([error("m1"), other], READ_AT)

    assert [failure.id for failure in store.page(question)] == [other.failure_id]


def test_a_group_has_the_count_of_all_its_errors_and_the_states_of_those_that_are_kept(store: FailureStore) -> None:
    store.keep([error("m1"), error("m2"), error("m3", transient=False, uncounted=7)], READ_AT)
    store.count([counted(10), counted(5, minute=READ_MINUTE + 1)])

    (group,) = store.groups(GROUPS)

    assert (group.fingerprint, group.kind, group.cause, group.count) == (A, "database", error().normalised, 22)
    assert group.states == {FailureState.WAITING: 2, FailureState.PARKED: 1}
    assert (group.first_at, group.last_at) == (READ_AT, READ_AT + MINUTE)


def test_counts_that_are_taken_twice_count_once_and_none_is_taken_back(store: FailureStore) -> None:
    for number in (10, 12, 12, 3):
        store.count([counted(number)])

    assert [group.count for group in store.groups(GROUPS)] == [12]


def test_errors_that_were_only_counted_have_a_group_until_one_is_published(store: FailureStore) -> None:
    store.count([counted(2), counted(3, name="other")])
    before = {group.fingerprint: (group.kind, group.count) for group in store.groups(GROUPS)}

    store.keep([error("m1", fingerprint=A)], READ_AT)

    assert before == {A: (None, 2), "other": (None, 3)}
    assert {group.fingerprint: group.kind for group in store.groups(GROUPS)} == {A: "database", "other": None}


def test_groups_are_listed_in_pages_by_their_newest_error_and_filtered(store: FailureStore) -> None:
    for number in range(5):
        store.keep([error(f"m{number}", fingerprint=f"{number:016x}", at=READ_AT + number * SECOND)], READ_AT)

    first = store.groups(GroupFilter(limit=3))
    rest = store.groups(GroupFilter(limit=3, after=(first[-1].last_at, first[-1].fingerprint)))

    assert [int(group.fingerprint, 16) for group in [*first, *rest]] == [4, 3, 2, 1, 0]
    assert store.groups(GroupFilter(limit=3, kind=ErrorKind.BUG)) == []
    assert store.groups(GroupFilter(limit=3, component="flow")) == []


def test_of_what_is_old_only_that_is_kept_for_which_something_is_left_to_do(store: FailureStore) -> None:
    store.keep([error(None, fingerprint=A), error("m1", fingerprint=B)], READ_AT)
    store.count([counted(5)])

    removed = store.forget(READ_AT + SECOND)

    assert removed == 1
    assert only(store).fingerprint == B
    assert [(group.fingerprint, group.count) for group in store.groups(GROUPS)] == [(B, 0)]


def test_workers_that_take_the_same_errors_at_once_keep_each_once(target_database: Database) -> None:
    store = PostgresFailureStore(target_database)
    errors = [error(f"m{number % 20}", attempt=1 + number % 5, uncounted=1) for number in range(100)]

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda shift: store.keep(errors[shift:] + errors[:shift], READ_AT), range(0, 100, 25)))

    assert len(store.page(ALL)) == 20


def test_workers_claim_different_failures_at_once(target_database: Database) -> None:
    store = PostgresFailureStore(target_database)
    store.keep([error(f"m{number}") for number in range(100)], READ_AT)

    with ThreadPoolExecutor(4) as pool:
        claims = list(pool.map(lambda _: store.claim(10, READ_AT + MINUTE), range(12)))

    claimed: list[UUID] = [failure.id for claim in claims for failure in claim]
    assert len(claimed) == len(set(claimed)) == 100
