"""Records what somebody did. Whatever is away, the action is not stopped, and what happened is said somewhere."""

import json
from dataclasses import asdict, dataclass, field, replace

from esteira.audit.entry import AuditEntry, entry_of
from esteira.audit.ports import AuditStore
from esteira.core.auditing.audited import Audited, Facts
from esteira.core.breaker import Breaker
from esteira.core.clock import Clock
from esteira.core.decoding import as_json
from esteira.core.errors import AuditLogUnavailable
from esteira.core.log import logger
from esteira.core.reporting.error_report import ReportErrors, report_of
from esteira.core.reporting.redaction import redacted, redacted_value

MOST_FACTS_CHARACTERS = 32_768
"""Of `before` and of `after`, as JSON. Instead of what is larger its size is kept."""


@dataclass(frozen=True, kw_only=True)
class AuditDeps:
    """Dependencies of `record_entry`. `report` publishes the entries that could not be kept."""

    store: AuditStore
    report: ReportErrors
    clock: Clock
    breaker: Breaker = field(default_factory=lambda: Breaker(AuditLogUnavailable))


def record_entry(deps: AuditDeps, audited: Audited) -> None:
    """Keep what was done, without secrets and personal data. Never raises.

    An entry that cannot be kept is a line of the log, and is published as an error with the entry as its original.
    While MongoDB is away it costs two seconds three times in a row, then nothing for a while.
    """
    try:
        entry = _redacted(entry_of(audited, deps.clock()))
    except Exception:
        # A bug here must not become the error of what was done.
        logger.exception("action not recorded", action="record_entry", audited=audited.action, subject=audited.subject)
        return
    try:
        with deps.breaker.guarding():
            deps.store.add(entry)
    except Exception as error:
        _tell(deps, entry, error)


def entry_text(entry: AuditEntry) -> str:
    """Return an entry as one line of JSON."""
    return json.dumps(as_json(asdict(entry)), ensure_ascii=False)


def _redacted(entry: AuditEntry) -> AuditEntry:
    return replace(
        entry,
        subject=redacted(entry.subject),
        reason=redacted(entry.reason),
        before=_facts(entry.before),
        after=_facts(entry.after),
    )


def _facts(facts: Facts | None) -> Facts | None:
    if facts is None:
        return None
    kept: Facts = redacted_value(as_json(dict(facts)))
    characters = len(json.dumps(kept, ensure_ascii=False))
    return kept if characters <= MOST_FACTS_CHARACTERS else {"not_kept": f"{characters} characters"}


def _tell(deps: AuditDeps, entry: AuditEntry, error: Exception) -> None:
    text = entry_text(entry)
    logger.error("entry not in the audit log", action="record_entry", entry=text, error=str(error))
    deps.report([report_of(error, component="audit", place="audit.record_entry", original=text)])
