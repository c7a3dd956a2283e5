"""The store of look-ups: one contract, kept in memory and in Postgres."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from esteira.lookups.lookup import Lookup, LookupFilter, LookupOrder, LookupState
from esteira.lookups.lookup_task import NewTask, TaskState, new_task
from esteira.lookups.memory_store import MemoryLookupStore
from esteira.lookups.ports import DueWork, LookupStore
from esteira.lookups.postgres.lookup_store import PostgresLookupStore
from esteira.lookups.ranking import AGEING, Priority
from esteira.lookups.schedules.recurrence import ByCron, Daily, Monthly, Weekday, Weekly

from tests.fixtures.lookups import CNPJ, NOON, OWNER, STRANGER, lookup

MINUTE = timedelta(minutes=1)
NEXT_DUE = LookupFilter(order=LookupOrder.NEXT_DUE)


@pytest.fixture(params=["memory", "postgres"])
def store(request: pytest.FixtureRequest) -> LookupStore:
    if request.param == "memory":
        return MemoryLookupStore()
    return PostgresLookupStore(request.getfixturevalue("target_database"))


def task(of: Lookup, minutes: int = 0, priority: Priority = Priority.NORMAL) -> NewTask:
    at = NOON + minutes * MINUTE
    return new_task(replace(of, priority=priority), due_at=at, now=at, ageing=AGEING)


def once(one: Lookup) -> DueWork:
    return DueWork(tasks=[task(one)], next_due_at=None, without_run=2)


RECURRENCES = [
    None,
    Daily(every="day", at="09:30"),
    Weekly(every="week", days=[Weekday.MONDAY, Weekday.FRIDAY], at="23:59"),
    Monthly(every="month", day=31, at="00:00"),
    ByCron(every="cron", cron="*/5 * * * mon-fri"),
]


@pytest.mark.parametrize("number", range(len(RECURRENCES)))
def test_a_look_up_is_kept_whole(store: LookupStore, number: int) -> None:
    one = lookup(recurrence=RECURRENCES[number])

    store.add([one])

    assert store.find(OWNER, one.id) == one


def test_what_belongs_to_somebody_else_is_not_found_listed_changed_deleted_or_run(store: LookupStore) -> None:
    one = lookup()
    store.add([one], [task(one)])

    foreign = replace(one, owner_id=STRANGER)

    assert store.find(STRANGER, one.id) is None
    assert (store.page(STRANGER, LookupFilter()), store.page(STRANGER, NEXT_DUE)) == ([], [])
    assert (store.change(foreign, version=1), store.delete(STRANGER, one.id)) == (False, False)
    assert store.add_task(task(foreign, 1)) is False
    assert store.tasks_of(STRANGER, one.id, 9) == store.tasks_between(STRANGER, NOON, NOON + MINUTE, 9) == []
    assert store.find_task(STRANGER, store.tasks_of(OWNER, one.id, 9)[0].id) is None
    assert store.find(OWNER, one.id) == one


def pages(store: LookupStore, question: LookupFilter) -> list[list[UUID]]:
    """The ids on each page until the first page that is not full."""
    found = [store.page(OWNER, question)]
    while len(found[-1]) == question.limit:
        found.append(store.page(OWNER, replace(question, after=found[-1][-1].id)))
    return [[one.id for one in page] for page in found]


def test_pages_in_either_order_have_each_look_up_once(store: LookupStore) -> None:
    due = [lookup(created_at=NOON + n * MINUTE, next_due_at=NOON - n * MINUTE if n else None) for n in range(5)]
    store.add(due)

    newest = pages(store, LookupFilter(limit=2))
    soonest = pages(store, LookupFilter(limit=2, order=LookupOrder.NEXT_DUE))

    ids = [one.id for one in due]
    assert newest == soonest == [[ids[4], ids[3]], [ids[2], ids[1]], [ids[0]]]


FILTERS = [
    (LookupFilter(), 4),
    (LookupFilter(state=LookupState.PLANNED), 3),
    (LookupFilter(state=LookupState.DONE), 1),
    (LookupFilter(priority=Priority.HIGH), 1),
    (LookupFilter(cnpj=CNPJ), 3),
    (LookupFilter(text="0001"), 1),
    (LookupFilter(text="%"), 0),
    (LookupFilter(text="ABC", state=LookupState.PLANNED, priority=Priority.NORMAL), 1),
]


@pytest.mark.parametrize("number", range(len(FILTERS)))
@pytest.mark.parametrize("order", LookupOrder)
def test_a_filter_leaves_what_passes_all_its_parts(store: LookupStore, number: int, order: LookupOrder) -> None:
    store.add(
        [lookup(), lookup(next_due_at=None), lookup(cnpj="00000000000191"), lookup(priority=Priority.HIGH)],
    )

    question, count = FILTERS[number]

    assert len(store.page(OWNER, replace(question, order=order))) == count


def test_a_change_from_an_old_version_changes_nothing(store: LookupStore) -> None:
    one = lookup()
    store.add([one])

    first = store.change(replace(one, priority=Priority.LOW), version=1)
    second = store.change(replace(one, priority=Priority.HIGH), version=1)

    kept = store.find(OWNER, one.id)
    assert (first, second) == (True, False)
    assert kept == replace(one, priority=Priority.LOW, version=2)


def test_a_time_of_a_look_up_has_one_task(store: LookupStore) -> None:
    one = lookup()
    store.add([one], [task(one)])

    assert [store.add_task(task(one)), store.add_task(task(one, 1))] == [False, True]
    assert [kept.due_at for kept in store.tasks_of(OWNER, one.id, 9)] == [NOON + MINUTE, NOON]
    assert [kept.state for kept in store.tasks_between(OWNER, NOON, NOON + MINUTE, 9)] == [TaskState.QUEUED]


def test_the_page_after_a_run_has_the_earlier_ones_and_each_is_found(store: LookupStore) -> None:
    one = lookup()
    store.add([one], [task(one, minutes) for minutes in range(3)])

    first = store.tasks_of(OWNER, one.id, 2)
    second = store.tasks_of(OWNER, one.id, 2, before=first[-1].due_at)

    assert [[run.due_at for run in page] for page in (first, second)] == [[NOON + 2 * MINUTE, NOON + MINUTE], [NOON]]
    assert store.find_task(OWNER, second[0].id) == second[0]


def test_a_deleted_look_up_is_gone_with_its_tasks(store: LookupStore) -> None:
    one = lookup()
    store.add([one], [task(one)])

    assert store.delete(OWNER, one.id)

    assert (store.find(OWNER, one.id), store.tasks_of(OWNER, one.id, 9)) == (None, [])
    assert (store.add_task(task(one, 1)), store.unrung(NOON, 9)) == (False, [])


def test_what_is_due_is_handed_over_once(store: LookupStore) -> None:
    due, later = lookup(), lookup(next_due_at=NOON + MINUTE)
    store.add([due, later, lookup(next_due_at=None)])

    first, second = store.hand_over(NOON, 9, once), store.hand_over(NOON, 9, once)

    assert [(page.lookups, page.tasks, page.without_run) for page in (first, second)] == [(1, 1, 2), (0, 0, 0)]
    assert len(store.tasks_of(OWNER, due.id, 9)) == 1
    assert store.find(OWNER, due.id) == replace(due, next_due_at=None)


def test_a_page_has_the_look_ups_that_are_due_longest(store: LookupStore) -> None:
    early, late = lookup(next_due_at=NOON - MINUTE), lookup()
    store.add([late, early])

    store.hand_over(NOON, 1, once)

    assert [store.tasks_of(OWNER, one.id, 9) != [] for one in (early, late)] == [True, False]


def test_doorbells_are_unrung_in_the_order_of_work_until_they_are_rung_and_again_when_lost(store: LookupStore) -> None:
    one = lookup()
    low, high = task(one, 0, Priority.LOW), task(one, 1, Priority.HIGH)
    store.add([one], [low, high])

    assert store.unrung(NOON, 9) == [high.doorbell, low.doorbell]
    store.rung([high.doorbell], NOON)

    assert store.unrung(NOON, 9) == [low.doorbell]
    assert store.unrung(NOON + MINUTE, 1) == [high.doorbell]


def test_the_backlog_counts_what_waits_by_its_rank_rounded_up_to_a_step(store: LookupStore) -> None:
    one = lookup()
    store.add([one], [task(one, -50), task(one, -40, Priority.HIGH), task(one, -1), task(one, -2, Priority.LOW)])

    backlog = store.backlog(NOON + timedelta(seconds=1), NOON, NOON, ageing=AGEING)

    ranks = {(each.ranked_at - NOON).total_seconds(): each.count for each in backlog.waiting}
    assert ranks == {1: 2, 541: 1, 1681: 1}


def test_in_the_order_of_arrival_all_that_waits_comes_first(store: LookupStore) -> None:
    one = lookup()
    store.add([one], [replace(task(one, -n), ranked_at=NOON - n * MINUTE) for n in range(1, 4)])

    waiting = store.backlog(NOON, NOON, NOON, ageing=timedelta(0)).waiting

    assert [(each.ranked_at, each.count) for each in waiting] == [(NOON, 3)]


def test_the_backlog_counts_what_is_due_by_the_minute_of_the_schedule(store: LookupStore) -> None:
    handed_over = lookup(next_due_at=NOON - MINUTE)
    late = replace(task(handed_over), due_at=NOON - MINUTE, queued_at=NOON + timedelta(seconds=20))
    seconds = [21, 80, 81, 140, 400]
    store.add([lookup(next_due_at=NOON + timedelta(seconds=each)) for each in seconds])
    store.add([replace(handed_over, next_due_at=None)], [late])

    backlog = store.backlog(NOON + timedelta(seconds=20), NOON, NOON + 5 * MINUTE, ageing=AGEING)

    assert backlog.handed_over_at == NOON + timedelta(seconds=20)
    assert [((each.due_at - NOON).total_seconds(), each.count) for each in backlog.planned] == [(80, 2), (140, 2)]


def test_the_backlog_has_repeated_look_ups_by_their_recurrence(store: LookupStore) -> None:
    weekly = Weekly(every="week", days=[Weekday.MONDAY], at="09:00")
    store.add(
        [
            lookup(recurrence=each, owner_id=owner)
            for each in (weekly, ByCron(every="cron", cron="*/5 * * * *"))
            for owner in (OWNER, STRANGER)
        ]
    )

    backlog = store.backlog(NOON - MINUTE, NOON - MINUTE, NOON + MINUTE, ageing=AGEING)

    assert {(each.due_at, each.time_zone, each.count) for each in backlog.planned} == {(NOON, "America/Sao_Paulo", 2)}
    assert weekly in [each.recurrence for each in backlog.planned]
    assert (backlog.handed_over_at, backlog.is_cut) == (None, False)


def test_for_what_is_far_away_the_backlog_leaves_out_what_happens_once_before(store: LookupStore) -> None:
    daily = Daily(every="day", at="09:00")
    store.add([lookup(), lookup(recurrence=daily), lookup(next_due_at=NOON + 90 * MINUTE)])

    backlog = store.backlog(NOON - MINUTE, NOON + 60 * MINUTE, NOON + 120 * MINUTE, ageing=AGEING)

    assert [(each.recurrence, each.count) for each in backlog.planned] == [(daily, 1), (None, 1)]


def test_many_look_ups_are_added_as_a_stream(store: LookupStore) -> None:
    store.add(lookup(id=uuid4()) for _ in range(2_000))

    assert len(store.page(OWNER, LookupFilter(limit=500))) == 500
