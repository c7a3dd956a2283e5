"""The report at the end of `esteira run`."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Self

from esteira.reconciliation.ledger import SourceLedger

from infra.cli.output import results
from infra.cli.tables import WholeTable
from infra.local.environment import Environment
from infra.local.settings import LocalSettings

DELAY_ON_AWS_SECONDS = 10


@dataclass(frozen=True, kw_only=True)
class SourceRun:
    """Changes in one source during the run. `published` includes what the schedule has published."""

    filled: int
    published: int
    persisted: int
    dead: int
    attempts: int

    @classmethod
    def between(cls, before: SourceLedger, after: SourceLedger, *, filled: int, attempts: int) -> Self:
        """The difference of two states of a source."""
        return cls(
            filled=filled,
            published=_handed_over(after) - _handed_over(before),
            persisted=after.persisted - before.persisted,
            dead=after.dead - before.dead,
            attempts=attempts,
        )


def print_run(sources: Mapping[str, SourceRun]) -> None:
    """Print a row for each source."""
    columns = [field.name for field in fields(SourceRun)]
    table = WholeTable("source")
    for column in columns:
        table.add_column(column, justify="right")
    for name, source in sources.items():
        table.add_row(name, *(str(getattr(source, column)) for column in columns))
    results.print("\n[bold]this run[/]", table, "\n[bold]all orders so far[/]", sep="\n")


def print_invitation(environment: Environment, settings: LocalSettings) -> None:
    """Print the URLs, and commands to try."""
    for line in (
        "",
        f"A failed order is retried after {settings.retry_delay_seconds:g} s here, so that dead letters take "
        f"seconds; the template's own default is {DELAY_ON_AWS_SECONDS} s (ESTEIRA_RETRY_DELAY_SECONDS).",
        "",
        f"Console         {environment.console_url} (the token: esteira env --json | jq -r .operator_token)",
        *_flower(environment),
        f"HTTP endpoints  {environment.api_url}",
        f"AWS (emulated)  {environment.aws_endpoint_url}",
        "",
        "Still running; `make stop` ends it. Try",
        "  .venv/bin/esteira redrive                 # which orders are dead, and why",
        "  .venv/bin/esteira history source1:1       # every attempt of one order",
        '  eval "$(.venv/bin/esteira env)" && psql -c "SELECT * FROM orders LIMIT 5"',
    ):
        results.print(line, highlight=False, markup=False)


def _flower(environment: Environment) -> tuple[str, ...]:
    url = environment.flower_url
    return (f"Flower          {url} (user operator, the same token)",) if url else ()


def _handed_over(source: SourceLedger) -> int:
    return source.moving + source.dead + source.conflict + source.rejected + source.persisted
