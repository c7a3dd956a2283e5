"""What is kept of an action, and what happens when it cannot be kept."""

import io
import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum

import pytest
from esteira.audit.entry import AuditEntry, AuditFilter
from esteira.audit.memory import MemoryAuditStore
from esteira.audit.record_entry import MOST_FACTS_CHARACTERS, AuditDeps, record_entry
from esteira.core.auditing.audited import Audited, Outcome
from esteira.core.errors import AuditLogUnavailable
from esteira.core.reporting.error_report import ErrorKind, ErrorReport
from pydantic import SecretStr

from tests.fixtures.audit import PAUSED
from tests.fixtures.clock import HandClock


class Colour(StrEnum):
    RED = "red"


@dataclass
class AwayStore(MemoryAuditStore):
    """A store that takes nothing."""

    calls: int = 0

    def add(self, entry: AuditEntry) -> None:  # noqa: ARG002 - the port's
        self.calls += 1
        raise AuditLogUnavailable("(connection to 10.1.2.3 refused)")


@pytest.fixture
def reported() -> list[ErrorReport]:
    return []


@pytest.fixture
def deps(reported: list[ErrorReport]) -> AuditDeps:
    return AuditDeps(store=MemoryAuditStore(), report=reported.extend, clock=HandClock())


@pytest.fixture
def away(deps: AuditDeps) -> AuditDeps:
    return replace(deps, store=AwayStore())


def recorded(deps: AuditDeps, audited: Audited) -> AuditEntry:
    record_entry(deps, audited)
    (kept,) = deps.store.page(AuditFilter())
    return kept


def test_an_entry_says_who_did_what_when_and_from_where(deps: AuditDeps) -> None:
    kept = recorded(deps, PAUSED)

    assert (kept.by_id, kept.by_name, kept.role) == ("user:0b8e", "Maria", "operator")
    assert (kept.action, kept.subject, kept.outcome) == ("lane.paused", "orders", Outcome.DONE)
    assert (kept.at, kept.address) == (deps.clock(), "192.0.2.1")
    assert (kept.before, kept.after) == (PAUSED.before, PAUSED.after)


def test_facts_become_values_of_json(deps: AuditDeps) -> None:
    facts = {"at": datetime(2026, 7, 1, tzinfo=UTC), "colour": Colour.RED, "large": 2**70, "a.b": {"$set": 1}}

    kept = recorded(deps, replace(PAUSED, after=facts))

    assert kept.after == {"at": "2026-07-01T00:00:00Z", "colour": "red", "large": 2**70, "a.b": {"$set": 1}}


def test_secrets_and_personal_data_never_get_in(deps: AuditDeps) -> None:
    canary = "canary-0123456789"
    facts = {
        "secret": canary,
        "password": canary,
        "api_token": canary,
        "company": {"qsa": [{"nome": canary}]},
        "sealed": SecretStr(canary),
        "contact": f"{canary}@example.com",
        "dsn_text": f"postgresql://u:{canary}@db/x",
    }

    kept = recorded(
        deps, replace(PAUSED, before=facts, after=facts, reason=f"Bearer {canary}", subject=f"{canary}@x.com")
    )

    assert canary not in repr(kept)


def test_facts_that_are_too_large_leave_their_size(deps: AuditDeps) -> None:
    kept = recorded(deps, replace(PAUSED, after={"text": "x" * MOST_FACTS_CHARACTERS}))

    assert kept.after == {"not_kept": f"{MOST_FACTS_CHARACTERS + 12} characters"}


def test_an_entry_that_cannot_be_kept_is_a_line_of_the_log_and_a_reported_error(
    away: AuditDeps, reported: list[ErrorReport], logged: io.StringIO
) -> None:
    record_entry(away, PAUSED)

    line = json.loads(logged.getvalue())
    (report,) = reported
    assert (line["message"], json.loads(line["entry"])["action"]) == ("entry not in the audit log", "lane.paused")
    assert (report.kind, report.place) == (ErrorKind.DATABASE, "audit.record_entry")
    assert report.original is not None
    assert json.loads(report.original)["after"] == {"paused": True, "version": 4}


def test_a_store_that_is_away_is_left_alone_after_three_failures(
    away: AuditDeps, reported: list[ErrorReport], logged: io.StringIO
) -> None:
    for _ in range(5):
        record_entry(away, PAUSED)

    assert isinstance(away.store, AwayStore)
    assert (away.store.calls, len(reported)) == (3, 5)


def test_facts_that_are_no_json_are_no_error_of_the_action(deps: AuditDeps, logged: io.StringIO) -> None:
    record_entry(deps, replace(PAUSED, after={"what": object()}))

    assert json.loads(logged.getvalue())["message"] == "action not recorded"
    assert deps.store.page(AuditFilter()) == []
