"""`esteira env` without `--json`: shell exports with which `aws`, `psql`, `redis-cli` and our own code work."""

import shlex
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict

from infra.local.aws import KEY, REGION
from infra.local.core_settings import variables
from infra.local.environment import Environment


def render(environment: Environment) -> str:
    """One `export NAME=value` a line, quoted for sh, bash and zsh."""
    exports = {
        "ESTEIRA_HOME": environment.home,
        "AWS_ACCESS_KEY_ID": KEY,
        "AWS_SECRET_ACCESS_KEY": KEY,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_REGION": REGION,
        "AWS_ENDPOINT_URL": environment.aws_endpoint_url,
        "ESTEIRA_API_URL": environment.api_url,
        "ESTEIRA_CONSOLE_URL": environment.console_url,
        "ESTEIRA_FLOWER_URL": environment.flower_url,
        "ESTEIRA_PROVIDER_URL": environment.provider_url,
        **variables(environment),
        **_for_psql(environment.target_dsn),
        "REDIS_URL": environment.redis_url,
    }
    lines = [f"export {name}={shlex.quote(value)}" for name, value in exports.items() if value]
    programs = shlex.quote(str(Path(environment.home) / "bin"))
    return "\n".join([*lines, f'export PATH={programs}:"$PATH"'])


def _for_psql(dsn: str) -> dict[str, str]:
    """`psql` opens the target; `psql -d source1` opens a source in the same cluster."""
    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE"}
    parts = conninfo_to_dict(dsn)
    return {variable: str(parts[key]) for key, variable in names.items() if parts.get(key)}
