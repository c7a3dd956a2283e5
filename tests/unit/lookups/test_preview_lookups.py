"""What is predicted before look-ups are booked, over twins."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from esteira.core.errors import BadLines, Outdated, TurnsUnavailable, Unprocessable
from esteira.core.lookup_providers import LookupProvider
from esteira.lookups.booking.book_csv import book_csv
from esteira.lookups.booking.book_lookup import BookLookup
from esteira.lookups.booking.calendar import Entry, ShowCalendar, show_calendar
from esteira.lookups.booking.change_lookup import ChangeLookup
from esteira.lookups.booking.preview_lookups import (
    USUAL_SECONDS,
    Preview,
    PreviewDeps,
    ends_of_waiting,
    preview_change,
    preview_csv,
    preview_lookup,
)
from esteira.lookups.lookup import LookupFilter
from esteira.lookups.memory import MemoryTurnLimiter
from esteira.lookups.ports import TurnLimiter
from esteira.lookups.ranking import AGEING, Priority
from esteira.lookups.turns.breaker import ERRORS_TO_OPEN, Outcome, RecentPast

from tests.fixtures.booking import Desk
from tests.fixtures.lookups import CNPJ, EVERY_FIVE_MINUTES, NOON, OWNER
from tests.fixtures.turns import HandMicroseconds
from tests.harness.look_up_simulation import SimulatedProvider, Simulation

FIFTY, TWENTY = 50, 20


class ForgetfulTurnLimiter(MemoryTurnLimiter):
    """A limiter whose Redis is away."""

    def recent_past(self, provider: str) -> RecentPast:  # noqa: ARG002 - the port's
        raise TurnsUnavailable


class Previews:
    """Previews at a desk, with a first provider of 50 questions a second and a second one of 20."""

    def __init__(self, desk: Desk, limiter: TurnLimiter | None = None) -> None:
        self.desk = desk
        self.limiter = limiter or MemoryTurnLimiter(HandMicroseconds())
        self.deps = PreviewDeps(
            store=desk.store,
            clock=desk.clock,
            ageing=AGEING,
            turn_limiter=self.limiter,
            providers=[provider("first", FIFTY), provider("second", TWENTY)],
            patience_seconds=5,
            in_flight=40,
        )

    def asked(self, name: str, outcomes: Sequence[Outcome], seconds: float = 0.1) -> None:
        for outcome in outcomes:
            self.limiter.settle(name, outcome, seconds)

    def one(self, **fields: object) -> Preview:
        return preview_lookup(self.deps, OWNER, BookLookup.model_validate({"cnpj": CNPJ, **fields}))

    def file(self, lines: int, priority: Priority = Priority.NORMAL) -> Preview:
        return preview_csv(self.deps, OWNER, file(lines, priority))


def provider(name: str, rate: int) -> LookupProvider:
    return LookupProvider(name=name, kind="brasilapi", base_url=f"https://{name}.example", rate_per_second=rate)


def file(lines: int, priority: Priority = Priority.NORMAL) -> bytes:
    return b"cnpj,priority\n" + f"{CNPJ},{priority}\n".encode() * lines


def seconds(at: datetime) -> float:
    return (at - NOON).total_seconds()


def ends(preview: Preview) -> tuple[float, float, int]:
    """Seconds after noon of the first and the last end, and the position."""
    assert preview.ends is not None
    return seconds(preview.ends.first_end), seconds(preview.ends.last_end), preview.ends.position


@pytest.fixture
def previews(desk: Desk) -> Previews:
    return Previews(desk)


def test_a_look_up_for_now_begins_at_once_and_is_not_kept(previews: Previews) -> None:
    assert ends(previews.one()) == (USUAL_SECONDS, USUAL_SECONDS, 1)
    assert (previews.desk.store.page(OWNER, LookupFilter()), previews.desk.bells.sent) == ([], [])


def test_it_takes_as_long_as_questions_took_of_late(previews: Previews) -> None:
    previews.asked("first", [Outcome.ANSWERED] * 4, seconds=0.25)

    assert ends(previews.one())[1] == 0.25


@pytest.mark.parametrize(("priority", "position"), [(Priority.HIGH, 1), (Priority.NORMAL, 501), (Priority.LOW, 501)])
def test_it_waits_for_those_of_its_priority_and_of_higher_ones(
    previews: Previews, priority: Priority, position: int
) -> None:
    book_csv(previews.desk.deps, OWNER, file(500))
    previews.desk.tick()

    assert ends(previews.one(priority=priority))[2] == position


def test_a_file_of_5000_is_predicted_as_a_simulation_has_it_with_its_hand_over(previews: Previews) -> None:
    desk = previews.desk
    previews.asked("first", [Outcome.ANSWERED])
    book_csv(desk.deps, OWNER, file(1))
    desk.clock.forward(20)
    desk.tick()
    desk.clock.forward(25)
    simulation = Simulation(
        start=NOON,
        providers=[SimulatedProvider(name="first", rate_per_second=FIFTY)],
        workers=40,
        ageing=desk.deps.ageing,
    )
    simulation.add(80, Priority.NORMAL, 5000, in_batch=True)

    first, last, _ = ends(previews.file(5000))

    assert [first, last] == [pytest.approx(end, rel=0.05) for end in simulation.run().ends[::4999]]


def test_it_is_half_a_minute_until_a_hand_over_of_which_nothing_is_known(previews: Previews) -> None:
    assert ends(previews.file(1)) == (30 + USUAL_SECONDS, 30 + USUAL_SECONDS, 1)


def test_the_first_run_of_what_is_repeated_is_predicted(previews: Previews) -> None:
    repeated = {"repeat": EVERY_FIVE_MINUTES.model_dump(), "when": "2026-11-30T12:00:01Z"}

    assert 300 <= ends(previews.one(**repeated))[1] <= 360 + USUAL_SECONDS


def test_what_is_far_away_does_not_wait_for_what_waits_now(previews: Previews) -> None:
    book_csv(previews.desk.deps, OWNER, file(500))
    previews.desk.tick()

    tomorrow = previews.one(when="2026-12-01T12:00:00Z")

    assert ends(tomorrow)[2] == 1
    assert 0 <= ends(tomorrow)[1] - timedelta(days=1).total_seconds() <= 60 + USUAL_SECONDS


def test_what_is_planned_for_the_same_time_comes_in_the_order_of_priorities(previews: Previews) -> None:
    header, at = b"cnpj,priority,when\n", "2026-12-01T12:00:00Z"
    book_csv(previews.desk.deps, OWNER, header + f"{CNPJ},high,{at}\n{CNPJ},low,{at}\n".encode() * 40)

    assert ends(previews.one(when=at))[2] == 41


def test_a_suspended_provider_counts_for_nothing(previews: Previews) -> None:
    healthy = previews.file(2000)
    previews.asked("first", [Outcome.FAILED] * ERRORS_TO_OPEN)
    previews.asked("second", [Outcome.ANSWERED])

    suspended = previews.file(2000)

    assert [round(each.capacity.per_second) for each in (healthy, suspended)] == [40, TWENTY]
    assert [outlook.load.failing for outlook in suspended.providers] == [1, 0]


def test_without_a_provider_that_answers_there_is_no_end(previews: Previews) -> None:
    for name in ("first", "second"):
        previews.asked(name, [Outcome.FAILED] * ERRORS_TO_OPEN)

    assert (previews.one().ends, previews.one().count) == (None, 1)


def test_without_redis_the_providers_are_taken_as_answering(desk: Desk) -> None:
    preview = Previews(desk, ForgetfulTurnLimiter(HandMicroseconds())).one()

    assert [(outlook.load.failing, outlook.is_known) for outlook in preview.providers] == [(0, False)] * 2


def test_what_could_not_be_booked_is_not_predicted(previews: Previews) -> None:
    with pytest.raises(Unprocessable, match="in the past"):
        previews.one(when="2020-01-01T00:00")
    with pytest.raises(BadLines) as refused:
        preview_csv(previews.deps, OWNER, f"cnpj\n{CNPJ}\n1\n".encode())

    assert list(refused.value.faults) == [3]


def test_thousands_of_repeated_look_ups_do_not_hold_up_a_preview_for_years_ahead(previews: Previews) -> None:
    lines = [f"{CNPJ},{minute}-59/5 * * * *\n" for minute in range(5)] * 20
    book_csv(previews.desk.deps, OWNER, ("cnpj,cron\n" + "".join(lines)).encode())

    assert previews.one(when="2036-11-01T12:00:00Z").ends is not None


def test_the_calendar_says_by_when_what_is_queued_ends(previews: Previews) -> None:
    desk = previews.desk
    for _ in range(200):
        desk.book(priority="low")
    desk.book(priority="high")
    desk.book(when="2026-12-01T09:00")
    query = ShowCalendar.model_validate({"from": "2026-11-30T00:00:00Z", "to": "2026-12-02T00:00:00Z"})

    entries = show_calendar(desk.store, desk.clock, partial(ends_of_waiting, previews.deps), OWNER, query).entries

    seconds = {
        (entry.task.priority if entry.task else None): entry.predicted_end and seconds_from_now(desk, entry)
        for entry in entries
    }
    assert seconds[Priority.HIGH] == pytest.approx(1, abs=0.1)
    assert seconds[Priority.LOW] == pytest.approx(201 / 40 + 1, abs=1.5)
    assert seconds[None] is None


def seconds_from_now(desk: Desk, entry: Entry) -> float:
    assert entry.predicted_end
    return (entry.predicted_end - desk.clock()).total_seconds()


def test_the_preview_of_a_change_is_one_of_the_look_up_as_it_would_be(desk: Desk) -> None:
    booked = desk.book(when="2026-12-01T09:00")
    change = ChangeLookup(version=1, when="2026-12-02T09:00", priority=Priority.LOW)

    found = preview_change(Previews(desk).deps, OWNER, booked.id, change)

    due = datetime(2026, 12, 2, 12, tzinfo=UTC)
    assert (found.lookup.next_due_at, found.lookup.priority) == (due, Priority.LOW)
    assert found.preview
    assert found.preview.ends
    assert found.preview.ends.first_end > due
    assert desk.store.find(OWNER, booked.id) == booked


def test_what_is_planned_no_more_has_no_end(desk: Desk) -> None:
    booked = desk.book(when="2026-12-01T09:00")

    assert preview_change(Previews(desk).deps, OWNER, booked.id, ChangeLookup(version=1, repeat=None)).preview is None


def test_a_change_from_an_old_version_has_no_preview(desk: Desk) -> None:
    booked = desk.book(when="2026-12-01T09:00")

    with pytest.raises(Outdated):
        preview_change(Previews(desk).deps, OWNER, booked.id, ChangeLookup(version=2))
