"""In-memory twins of the failures and of the counts."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from esteira.core.reporting.error_message import ErrorMessage
from esteira.failures.decision import changed, is_news, new_failure
from esteira.failures.failure import (
    OPEN,
    Failure,
    FailureFilter,
    FailureGroup,
    FailureState,
    GroupFilter,
    Settlement,
)
from esteira.failures.ports import CountedMinute

CLAIM_LIFE = timedelta(minutes=2)


class MemoryFailureStore:
    """The port `FailureStore`."""

    def __init__(self) -> None:
        self._failures: dict[UUID, Failure] = {}
        self._groups: dict[str, FailureGroup] = {}
        self._counts: dict[tuple[str, datetime], int] = {}

    def keep(self, errors: Sequence[ErrorMessage], now: datetime) -> None:
        """See `FailureStore.keep`."""
        for error in errors:
            known = self._failures.get(error.failure_id)
            if known is None:
                self._failures[error.failure_id] = new_failure(error, now)
            elif is_news(error, known):
                self._failures[error.failure_id] = changed(known, error, now)
            if known is None or error.report_id != known.report_id:
                self._keep_group(error)

    def count(self, minutes: Sequence[CountedMinute]) -> None:
        """See `FailureStore.count`."""
        for one in minutes:
            at = datetime.fromtimestamp(one.minute * 60, UTC)
            for name, number in one.counts.items():
                if number > self._counts.get((name, at), 0):
                    self._counts[name, at] = number
                    self._seen(name, at)

    def claim(self, limit: int, now: datetime) -> Sequence[Failure]:
        """See `FailureStore.claim`."""
        due = [one for one in self._failures.values() if one.due_at is not None and one.due_at <= now]
        chosen = sorted(due, key=lambda one: (one.due_at, one.id))[:limit]
        return [self._put(replace(one, tries=one.tries + 1, due_at=now + CLAIM_LIFE)) for one in chosen]

    def sent(self, claimed: Sequence[Failure], now: datetime) -> None:
        """See `FailureStore.sent`."""
        for one in self._still_claimed(claimed):
            self._put(replace(one, state=FailureState.RETRIED, due_at=None, changed_at=now))

    def put_back(self, claimed: Sequence[Failure], due_at: datetime) -> None:
        """See `FailureStore.put_back`."""
        for one in self._still_claimed(claimed):
            self._put(replace(one, tries=one.tries - 1, due_at=due_at))

    def park(self, claimed: Sequence[Failure], reason: str, now: datetime) -> None:
        """See `FailureStore.park`."""
        for one in self._still_claimed(claimed):
            self._put(replace(one, state=FailureState.PARKED, reason=reason, due_at=None, changed_at=now))

    def settle(self, failure_id: UUID, settlement: Settlement) -> Failure | None:
        """See `FailureStore.settle`."""
        known = self._failures.get(failure_id)
        if known is None:
            return None
        return self._put(
            replace(
                known,
                state=settlement.state,
                reason=settlement.reason,
                due_at=settlement.due_at,
                changed_at=settlement.at,
                changed_by=settlement.by,
                note=settlement.note,
            )
        )

    def find(self, failure_id: UUID) -> Failure | None:
        """See `FailureStore.find`."""
        return self._failures.get(failure_id)

    def page(self, question: FailureFilter) -> Sequence[Failure]:
        """See `FailureStore.page`."""
        names = ("state", "kind", "component", "lane", "fingerprint")
        asked = {name: value for name in names if (value := getattr(question, name)) is not None}
        found = [one for one in self._failures.values() if all(getattr(one, n) == v for n, v in asked.items())]
        if question.before is not None:
            before = self._failures.get(question.before)
            found = [one for one in found if before and _place(one) < _place(before)]
        return sorted(found, key=_place, reverse=True)[: question.limit]

    def groups(self, question: GroupFilter) -> Sequence[FailureGroup]:
        """See `FailureStore.groups`."""
        found = [
            group
            for group in self._groups.values()
            if question.kind in {None, group.kind}
            and question.component in {None, group.component}
            and (question.after is None or (group.last_at, group.fingerprint) < question.after)
        ]
        ordered = sorted(found, key=lambda group: (group.last_at, group.fingerprint), reverse=True)
        return [self._counted(group) for group in ordered[: question.limit]]

    def forget(self, before: datetime) -> int:
        """See `FailureStore.forget`."""
        done = [one for one in self._failures.values() if one.state not in OPEN and one.changed_at < before]
        for one in done:
            del self._failures[one.id]
        self._counts = {key: number for key, number in self._counts.items() if key[1] >= before}
        kept = {one.fingerprint for one in self._failures.values()}
        self._groups = {name: group for name, group in self._groups.items() if group.last_at >= before or name in kept}
        return len(done)

    def _keep_group(self, error: ErrorMessage) -> None:
        group = self._seen(error.fingerprint, error.at)
        self._groups[error.fingerprint] = replace(
            group,
            kind=error.kind,
            component=error.component,
            place=error.place,
            cause=error.normalised,
            count=group.count + error.uncounted,
        )

    def _seen(self, name: str, at: datetime) -> FailureGroup:
        new = FailureGroup(
            fingerprint=name,
            kind=None,
            component="",
            place="",
            cause="",
            first_at=at,
            last_at=at,
            count=0,
            states={},
        )
        known = self._groups.get(name, new)
        seen = replace(known, first_at=min(known.first_at, at), last_at=max(known.last_at, at))
        self._groups[name] = seen
        return seen

    def _counted(self, group: FailureGroup) -> FailureGroup:
        counted = sum(number for (name, _), number in self._counts.items() if name == group.fingerprint)
        states = Counter(one.state for one in self._failures.values() if one.fingerprint == group.fingerprint)
        return replace(group, count=group.count + counted, states=dict(states))

    def _still_claimed(self, claimed: Sequence[Failure]) -> list[Failure]:
        known = [(self._failures[one.id], one.tries) for one in claimed]
        return [one for one, tries in known if one.state is FailureState.WAITING and one.tries == tries]

    def _put(self, failure: Failure) -> Failure:
        self._failures[failure.id] = failure
        return failure


def _place(failure: Failure) -> tuple[datetime, UUID]:
    return failure.created_at, failure.id


@dataclass(kw_only=True)
class MemoryErrorCounts:
    """The port `ErrorCounts`. Tests count by `add`; the minutes before `minute()` are over."""

    minute: Callable[[], int]
    counted: dict[int, Counter[str]] = field(default_factory=dict)

    def add(self, fingerprint: str, number: int) -> None:
        """Count errors in the current minute."""
        self.counted.setdefault(self.minute(), Counter())[fingerprint] += number

    def minutes(self) -> Sequence[CountedMinute]:
        """See `ErrorCounts.minutes`."""
        now = self.minute()
        return [
            CountedMinute(minute=minute, counts=dict(counts), is_over=minute < now)
            for minute, counts in sorted(self.counted.items())
        ]

    def forget(self, minutes: Sequence[int]) -> None:
        """See `ErrorCounts.forget`."""
        for minute in minutes:
            self.counted.pop(minute, None)
