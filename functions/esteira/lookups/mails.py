"""The mails about look-ups, decided from what has just been kept. Pure: write them in the same transaction.

Each has the id of its task and its kind as its event, so that a task that is received again makes no second one.
Partners of a company are personal data and in none of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID
from zoneinfo import ZoneInfo

from esteira.lookups.cnpj import formatted
from esteira.lookups.lookup_task import TaskState
from esteira.mail.mail import NewMail, Recipient, one_line
from esteira.mail.mail_kind import MailKind

KINDS = {
    TaskState.SUCCEEDED: MailKind.LOOKUP_SUCCEEDED,
    TaskState.NOT_FOUND: MailKind.LOOKUP_FAILED,
    TaskState.DEAD: MailKind.LOOKUP_FAILED,
}
"""The ends of a task, and what is mailed."""

TIME_FORMATS = {"pt": "%d/%m/%Y %H:%M", "en": "%Y-%m-%d %H:%M"}
DATE_FORMATS = {"pt": "%d/%m/%Y", "en": "%Y-%m-%d"}

MAX_NAME = 200
MAX_DETAIL = 500

Recipients = Mapping[str, Recipient]
"""Those who get mails about look-ups, by the id of the owner: others get none."""


class NotifiedTask(Protocol):
    """What mails need of a task."""

    @property
    def id(self) -> UUID:
        """The task."""
        ...

    @property
    def owner_id(self) -> str:
        """Whose it is."""
        ...

    @property
    def cnpj(self) -> str:
        """The company that is looked up."""
        ...

    @property
    def notify(self) -> bool:
        """Whether its owner wants mails about it."""
        ...


@dataclass(frozen=True, kw_only=True)
class TaskOutcome:
    """A task, where it is now, and what was found or why nothing was.

    `company`: as it is kept with the task. `detail`: a sentence without personal data.
    """

    task: NotifiedTask
    state: TaskState
    company: Mapping[str, Any] | None = field(default=None, repr=False)
    detail: str = ""


def started_mails(tasks: Sequence[NotifiedTask], recipients: Recipients) -> list[NewMail]:
    """Return the mails of tasks that have just started for the first time."""
    return [
        _mail(task, MailKind.LOOKUP_STARTED, recipients[task.owner_id], {}) for task in _notified(tasks, recipients)
    ]


def ended_mails(outcomes: Sequence[TaskOutcome], recipients: Recipients) -> list[NewMail]:
    """Return the mails of those tasks that have ended; a task that is tried again has none."""
    ended = {each.task.id: each for each in outcomes if each.state in KINDS}
    tasks = _notified([each.task for each in ended.values()], recipients)
    return [_ended_mail(ended[task.id], recipients[task.owner_id]) for task in tasks]


def local_time(at: datetime, recipient: Recipient) -> str:
    """Return a time as its reader writes it, by their clock."""
    return at.astimezone(ZoneInfo(recipient.time_zone)).strftime(TIME_FORMATS[recipient.language])


def _notified(tasks: Sequence[NotifiedTask], recipients: Recipients) -> list[NotifiedTask]:
    return [task for task in tasks if task.notify and task.owner_id in recipients]


def _ended_mail(outcome: TaskOutcome, recipient: Recipient) -> NewMail:
    facts = _found(outcome.company, recipient) if outcome.company else _not_found(outcome)
    return _mail(outcome.task, KINDS[outcome.state], recipient, facts)


def _found(company: Mapping[str, Any], recipient: Recipient) -> dict[str, str]:
    provenance = company["provenance"]
    as_of = provenance.get("as_of")
    return {
        "company": one_line(company["name"], most=MAX_NAME),
        "status": company["status"],
        "provider": provenance["provider"],
        "asked_at": local_time(datetime.fromisoformat(provenance["asked_at"]), recipient),
        "as_of": datetime.fromisoformat(as_of).strftime(DATE_FORMATS[recipient.language]) if as_of else "",
    }


def _not_found(outcome: TaskOutcome) -> dict[str, str]:
    return {"reason": outcome.state.value, "detail": one_line(outcome.detail, most=MAX_DETAIL)}


def _mail(task: NotifiedTask, kind: MailKind, recipient: Recipient, facts: Mapping[str, str]) -> NewMail:
    return NewMail(
        event=f"lookup:{task.id}:{kind.value}",
        kind=kind,
        recipient=recipient,
        facts={"cnpj": formatted(task.cnpj), **facts},
    )
