"""An entry of the audit log, and what entries are chosen by."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from esteira.core.auditing.audited import Audited, Facts, Outcome

LIFE = timedelta(days=400)
"""For how long an entry is kept."""

MOST_CHARACTERS = 500
"""Of action, subject and reason. What is longer is cut."""


ID_FORMS = ("user:", "machine:", "cli:")
"""How the ids of principals begin."""


@dataclass(frozen=True, kw_only=True)
class AuditEntry:
    """One action, as it is kept. `id` is in the order of time. `by_id` and `by_name` are those of the principal.

    `before` and `after` hold neither secrets nor personal data.
    """

    id: str
    at: datetime
    by_id: str
    by_name: str
    role: str
    action: str
    subject: str
    before: Facts | None
    after: Facts | None
    outcome: Outcome
    reason: str
    address: str

    @property
    def topic(self) -> str:
        """What the action is about: `lane` of `lane.paused`; the method of an action that is named by its route."""
        return topic_of(self.action)


@dataclass(frozen=True, kw_only=True)
class AuditFilter:
    """Which entries are listed, the newest first. `by`: id or name. `action`: a whole one, or its topic.

    `since` belongs to the time, `until` does not. `before`: the id of the last entry of the page before.
    """

    by: str | None = None
    action: str | None = None
    subject: str | None = None
    outcome: Outcome | None = None
    since: datetime | None = None
    until: datetime | None = None
    before: str | None = None
    limit: int = 50


def entry_of(audited: Audited, at: datetime) -> AuditEntry:
    """Return what is to be kept of an action, with its facts as they were given."""
    return AuditEntry(
        id=f"{id_from(at)}-{secrets.token_hex(4)}",
        at=at,
        by_id=audited.principal.id,
        by_name=audited.principal.name,
        role=audited.principal.role.value,
        action=audited.action[:MOST_CHARACTERS],
        subject=audited.subject[:MOST_CHARACTERS],
        before=audited.before,
        after=audited.after,
        outcome=audited.outcome,
        reason=audited.reason[:MOST_CHARACTERS],
        address=audited.address,
    )


def is_id(by: str) -> bool:
    """Whether this is the id of a principal, and no name."""
    return by.startswith(ID_FORMS)


def id_from(at: datetime) -> str:
    """Return that with which the ids of this microsecond begin. Ids of later times sort after it."""
    utc = at.astimezone(UTC)
    return f"{utc.year:04}{utc:%m%dT%H%M%S%f}"


def time_in(entry_id: str) -> datetime | None:
    """Return the time in an id, None if the text is none."""
    try:
        return datetime.strptime(entry_id.partition("-")[0], "%Y%m%dT%H%M%S%f").replace(tzinfo=UTC)
    except ValueError:
        return None


def topic_of(action: str) -> str:
    """Return the first word of an action."""
    method, blank, _ = action.partition(" ")
    return method if blank else action.partition(".")[0]
