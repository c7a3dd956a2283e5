"""Entries as rows of a table, and one with its changes."""

from urllib.parse import urlencode

from esteira.audit.entry import AuditEntry
from esteira.core.auditing.audited import Outcome

from console.elements.change_table import show_changes
from console.elements.data_table import Column, Row
from console.elements.facts import Fact, Facts
from console.elements.text import Text
from console.frame.visit import Visit
from console.pages.audit.changes import changes
from console.pages.audit.words import AuditWords

TONES = {Outcome.DONE: "normal", Outcome.REFUSED: "slow", Outcome.FAILED: "alert"}


def columns(words: AuditWords) -> list[Column]:
    """Return the columns."""
    return [
        Column(key="at", label=words.at, kind="time"),
        Column(key="by", label=words.by, kind="link"),
        Column(key="action", label=words.action, kind="code"),
        Column(key="subject", label=words.subject, wide=True),
        Column(key="outcome", label=words.outcome, kind="state"),
    ]


def row(entry: AuditEntry, words: AuditWords) -> Row:
    """Return an entry. Who did it leads to all that they did."""
    return {
        "key": entry.id,
        "at": entry.at,
        "by": {"text": entry.by_name, "href": f"/audit?{urlencode({'by': entry.by_id})}"},
        "action": entry.action,
        "subject": entry.subject,
        "outcome": {"text": words.outcomes[entry.outcome], "tone": TONES[entry.outcome]},
    }


def show_entry(entry: AuditEntry, words: AuditWords, visit: Visit) -> None:
    """Build all that is known of an entry."""
    Facts(visit.words.locale).show(
        Fact(words.at, entry.at),
        Fact(words.by, f"{entry.by_name} ({entry.by_id})"),
        Fact(words.role, visit.frame_words.roles.get(entry.role, entry.role)),
        Fact(words.action, entry.action, code=True),
        Fact(words.subject, entry.subject),
        Fact(words.outcome, words.outcomes[entry.outcome], tone=TONES[entry.outcome]),
        Fact(words.reason, entry.reason),
        Fact(words.address, entry.address),
    )
    Text(words.changes, tag="h3")
    found = changes(entry.before, entry.after)
    if not found:
        Text(words.no_changes, tag="p", role="note")
        return
    show_changes((words.field, words.before, words.after), found)
