"""esteira migrate"""

from collections.abc import Mapping, Sequence

import typer
from rich.markup import escape

from infra.cli.output import AsJson, messages, print_json, results
from infra.local.environment import with_known_databases
from infra.local.secrets import Secrets
from infra.local.services.migrate import migrate as migrate_locally
from infra.local.services.service_endpoints import resolve
from infra.local.settings import LocalSettings


def migrate(*, as_json: AsJson = False) -> None:
    """Apply missing migrations. `up` does so too; this command is for databases given by URL.

    The databases are those of the variables ESTEIRA_SOURCES and ESTEIRA_TARGET_DSN, else those that run here. Exit code
    1 if a source could not be migrated; the other databases are.
    """
    settings = with_known_databases(LocalSettings.from_environment())
    faults: dict[str, str] = {}
    applied = migrate_locally(
        resolve(settings, Secrets.of(settings.place)), lambda name, error: faults.update({name: str(error)})
    )
    for name, fault in faults.items():
        messages.print(f"[red]{name} is not migrated:[/] {escape(fault)}", highlight=False)
    if as_json:
        print_json(applied)
    else:
        _print(applied)
    raise typer.Exit(bool(faults))


def _print(applied: Mapping[str, Sequence[str]]) -> None:
    for database, migrations in applied.items():
        results.print(f"{database}: {', '.join(migrations) or 'up to date'}")
