"""esteira audit, and what other commands record, over real stores."""

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from getpass import getuser
from typing import Any

import pytest
from cryptography.fernet import Fernet
from esteira.accounts.wiring import Authentication
from esteira.audit.entry import AuditFilter
from esteira.audit.ports import AuditStore
from esteira.core.auditing.audited import Outcome
from esteira.core.settings import AuthenticationSettings
from pydantic import SecretStr
from typer.testing import CliRunner, Result

from infra.cli.main import build
from tests.fixtures.audit import entry


@dataclass(frozen=True, kw_only=True)
class CommandLine:
    """The command line with stores of its own, and their audit log."""

    store: AuditStore
    variables: dict[str, str]

    def esteira(self, *arguments: str, given: str | None = None, **changed: str) -> Result:
        variables = {**self.variables, "COLUMNS": "300", **changed}
        return CliRunner().invoke(build(), arguments, env=variables, input=given)

    def entries(self, *arguments: str) -> Any:
        done = self.esteira("audit", *arguments, "--json")
        assert done.exit_code == 0, done.stderr
        return json.loads(done.stdout)["entries"]


@pytest.fixture
def cli(migrated_target: Callable[[], str], redis_url: str, own_mongo_url: str) -> Iterator[CommandLine]:
    variables = {
        "ESTEIRA_TARGET_DSN": migrated_target(),
        "ESTEIRA_REDIS_URL": redis_url.removesuffix("/0") + "/11",
        "ESTEIRA_MONGO_URL": own_mongo_url,
        "ESTEIRA_SECRETS_KEY": Fernet.generate_key().decode(),
    }
    with closing(Authentication(AuthenticationSettings(mongo_url=SecretStr(own_mongo_url)))) as wiring:
        yield CommandLine(store=wiring.audit_deps.store, variables=variables)


def test_the_log_is_shown_newest_first_with_what_changed(cli: CommandLine) -> None:
    cli.store.add(entry(0))
    cli.store.add(entry(1, subject="payments", outcome=Outcome.REFUSED, reason="No."))

    first, second = cli.esteira("audit").stdout.splitlines()[1:]
    assert [word in first for word in ("Maria", "payments", "refused", "No.")] == [True] * 4
    assert "paused: False → True, version: 3 → 4" in second


def test_the_log_is_filtered_and_paged(cli: CommandLine) -> None:
    for minute, subject in enumerate(("orders", "payments", "orders")):
        cli.store.add(entry(minute, subject=subject))
    (newest,) = cli.entries("--subject", "orders", "--action", "lane", "--by", "Maria", "--limit", "1")

    (oldest,) = cli.entries("--subject", "orders", "--before", newest["id"])
    assert (newest["at"][14:16], oldest["at"][14:16]) == ("02", "00")
    assert cli.entries("--since", "2026-07-01T12:03:00Z") == []


def test_a_time_that_is_none_is_a_wrong_command_line(cli: CommandLine) -> None:
    assert cli.esteira("audit", "--since", "yesterday").exit_code == 2


def test_a_pause_is_recorded_under_the_user_of_the_command(cli: CommandLine) -> None:
    assert cli.esteira("pause", "orders").exit_code == 0

    (entry,) = cli.entries()
    assert (entry["by"], entry["action"], entry["subject"]) == (f"cli:{getuser()}", "lane.paused", "orders")
    assert (entry["before"]["paused"], entry["after"]["paused"]) == (False, True)


def test_a_change_of_the_flow_that_is_refused_is_recorded_with_its_reason(cli: CommandLine) -> None:
    cli.esteira("flow-set", "orders", "--weight", "5", "--version", "999")

    (entry,) = cli.entries()
    assert (entry["action"], entry["outcome"]) == ("lane.changed", "refused")
    assert "current version" in entry["reason"]


def test_an_administrator_and_keys_and_tokens_are_recorded_without_secrets(cli: CommandLine) -> None:
    cli.esteira("admin", "create", "root@example.com", "--password-stdin", given="canary of a password\n")
    cli.esteira("keys", "rotate")
    token = cli.esteira("machine-token", "create", "ci").stdout.strip()
    cli.esteira("machine-token", "revoke", "ci")

    entries = cli.entries()
    actions = ["machine_token.revoked", "machine_token.created", "keys.rotated", "admin.created"]
    assert [entry["action"] for entry in entries] == actions
    assert entries[-1]["subject"].startswith("user:")
    assert "canary" not in repr(entries)
    assert token not in repr(entries)


def test_without_mongodb_a_command_goes_on_and_prints_the_entry(cli: CommandLine) -> None:
    done = cli.esteira("pause", "orders", ESTEIRA_MONGO_URL="mongodb://u:canary@127.0.0.1:1/x")

    assert done.exit_code == 0
    assert '"action": "lane.paused"' in done.stderr
    assert "canary" not in done.stderr
    assert cli.store.page(AuditFilter()) == []
