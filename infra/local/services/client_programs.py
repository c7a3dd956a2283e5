"""`psql`, `aws` and `redis-cli` for a machine without them: scripts that call the programs in our environments."""

import os
import shlex
import shutil
import sys

from infra.local.home import REPOSITORY, Home
from infra.local.services.localstack import EMULATOR_PYTHON
from infra.local.services.postgres import binaries


def write_client_programs(home: Home) -> None:
    """Writes scripts to the home's `bin`, which `esteira env` puts first on the PATH. Installed programs win."""
    _write(home, "psql", [_installed(home, "psql") or str(binaries() / "psql")])
    # Version 1 of the AWS CLI ignores AWS_ENDPOINT_URL for SQS in us-east-1.
    aws = _installed(home, "aws") or str(EMULATOR_PYTHON.with_name("aws"))
    _write(home, "aws", [aws], '${AWS_ENDPOINT_URL:+--endpoint-url "$AWS_ENDPOINT_URL"} ')
    # redis-cli has no variable for its address.
    if redis_cli := _installed(home, "redis-cli") or _installed(home, "valkey-cli"):
        _write(home, "redis-cli", [*_module("redis_client"), redis_cli])
    else:
        _write(home, "redis-cli", _module("redis_shell"))


def _module(name: str) -> list[str]:
    return ["env", f"PYTHONPATH={REPOSITORY}", sys.executable, "-m", f"infra.local.services.{name}"]


def _installed(home: Home, name: str) -> str | None:
    path = os.pathsep.join(folder for folder in os.get_exec_path() if folder != str(home.bin))
    return shutil.which(name, path=path)


def _write(home: Home, name: str, command: list[str], address: str = "") -> None:
    script = home.bin / name
    script.parent.mkdir(exist_ok=True)
    script.write_text(f'#!/bin/sh\nexec {shlex.join(command)} {address}"$@"\n', encoding="utf-8")
    script.chmod(0o755)
