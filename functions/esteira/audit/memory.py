"""The audit log in memory."""

from collections.abc import Sequence

from esteira.audit.entry import AuditEntry, AuditFilter, is_id


class MemoryAuditStore:
    """The port `AuditStore`. Keeps entries for good."""

    def __init__(self) -> None:
        self._entries: list[AuditEntry] = []

    def add(self, entry: AuditEntry) -> None:
        """See `AuditStore.add`."""
        self._entries.append(entry)

    def page(self, chosen: AuditFilter) -> Sequence[AuditEntry]:
        """See `AuditStore.page`."""
        newest_first = sorted(self._entries, key=lambda entry: entry.id, reverse=True)
        return [entry for entry in newest_first if _is_chosen(entry, chosen)][: chosen.limit]


def _is_chosen(entry: AuditEntry, chosen: AuditFilter) -> bool:
    return all(
        (
            chosen.by is None or chosen.by == (entry.by_id if is_id(chosen.by) else entry.by_name),
            chosen.action in (None, entry.action, entry.topic),
            chosen.subject in (None, entry.subject),
            chosen.outcome in (None, entry.outcome),
            chosen.since is None or entry.at >= chosen.since,
            chosen.until is None or entry.at < chosen.until,
            chosen.before is None or entry.id < chosen.before,
        )
    )
