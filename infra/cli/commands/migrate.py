"""esteira migrate"""

from infra.cli.output import AsJson, print_json, results
from infra.local.secrets import Secrets
from infra.local.services.migrate import migrate as migrate_locally
from infra.local.services.service_endpoints import resolve
from infra.local.settings import LocalSettings


def migrate(*, as_json: AsJson = False) -> None:
    """Apply missing migrations. `up` does so too; this command is for databases given by URL."""
    settings = LocalSettings.from_environment()
    applied = migrate_locally(resolve(settings, Secrets.of(settings.place)))
    if as_json:
        print_json(applied)
        return
    for database, migrations in applied.items():
        results.print(f"{database}: {', '.join(migrations) or 'up to date'}")
