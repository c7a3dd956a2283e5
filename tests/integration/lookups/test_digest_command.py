"""The digest as a command."""

import json
from collections.abc import Callable

import pytest
from cryptography.fernet import Fernet
from esteira.core.clock import utc_now
from esteira.core.postgres.single_statements import SingleStatements
from esteira.mail.postgres.outbox import PostgresOutbox
from esteira.mail.postgres.recipient_book import PostgresRecipientBook
from typer.testing import CliRunner, Result

from infra.cli.main import build
from tests.fixtures.digests import OWNED, done, store_task

Esteira = Callable[..., Result]


@pytest.fixture
def esteira(target_dsn: str, statements: SingleStatements) -> Esteira:
    """The command line; one person had a look-up an hour ago."""
    PostgresRecipientBook(statements).keep(OWNED)
    store_task(target_dsn, done(1, utc_now()))
    variables = {
        "ESTEIRA_TARGET_DSN": target_dsn,
        "ESTEIRA_SECRETS_KEY": Fernet.generate_key().decode(),
        "COLUMNS": "200",
    }
    return lambda *arguments: CliRunner().invoke(build(), ["digest", *arguments], env=variables)


def test_a_dry_run_prints_the_digest_of_today_and_mails_nothing(esteira: Esteira, statements: SingleStatements) -> None:
    printed = esteira("--now", "--dry-run")

    assert printed.exit_code == 0, printed.stderr
    assert f"To:      {OWNED.email}\nSubject: Suas consultas de" in printed.stdout
    assert "12.ABC.345/01DE-35 · EMPRESA" in printed.stdout
    assert "1 digest would be mailed." in printed.stderr
    assert PostgresOutbox(statements).page(None, None, 9) == []


def test_now_mails_the_digest_of_today_once(esteira: Esteira, statements: SingleStatements) -> None:
    first, second = (json.loads(esteira("--now", "--json").stdout)["digests"] for _ in range(2))

    assert [(each["to"], each["counts"]) for each in first] == [(OWNED.email, {"succeeded": 1})]
    assert second == []
    assert len(PostgresOutbox(statements).page(None, None, 9)) == 1
