"""Behind a company's proxy: set-up has uv trust the machine's certificate store, as pip does."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from infra.local import virtualenvs
from infra.local.stack.uv import uv_environment
from infra.local.virtualenvs import certificates_for_uv

FAKE_UV = '#!/bin/sh\necho "${UV_SYSTEM_CERTS-unset}" >>certificates\nmkdir -p .venv-functions\n'
MARK_UV_CURRENT = "import virtualenvs as v; (v.UV.folder / v.STAMP).write_text(v.stamp(v.UV))"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """One with our set-up, and a uv that notes what it was told."""
    program = tmp_path / "infra" / "local" / "virtualenvs.py"
    uv = tmp_path / ".uv" / "bin" / "uv"
    for folder in (program.parent, uv.parent):
        folder.mkdir(parents=True)
    shutil.copyfile(virtualenvs.__file__, program)
    shutil.copytree(virtualenvs.LOCKS, tmp_path / "infra" / "locks")
    uv.write_text(FAKE_UV)
    uv.chmod(0o755)
    subprocess.run([sys.executable, "-c", MARK_UV_CURRENT], cwd=program.parent, check=True)
    return tmp_path


def told_to_uv(repository: Path, **variables: str) -> set[str]:
    (repository / "store.pem").touch()
    environment = {"PATH": os.environ["PATH"], "SSL_CERT_FILE": str(repository / "store.pem"), **variables}
    command = (sys.executable, "-I", "infra/local/virtualenvs.py", "functions")
    subprocess.run(command, cwd=repository, env=environment, check=True, capture_output=True)
    return set((repository / "certificates").read_text().split())


def test_set_up_has_uv_trust_the_machines_certificates(repository: Path) -> None:
    assert told_to_uv(repository) == {"1"}


def test_a_callers_own_choice_stays_in_force(repository: Path) -> None:
    assert told_to_uv(repository, UV_SYSTEM_CERTS="false") == {"false"}


def test_a_machine_without_a_store_keeps_to_the_certificates_of_uv(repository: Path) -> None:
    nowhere = str(repository / "none")

    assert told_to_uv(repository, SSL_CERT_FILE=nowhere, SSL_CERT_DIR=nowhere) == {"unset"}


def test_the_older_name_of_the_switch_is_a_choice_too() -> None:
    assert certificates_for_uv({"UV_NATIVE_TLS": "false"}) == {}


def test_the_bundle_is_installed_with_the_same_certificates() -> None:
    given = {"PATH": "/bin"}

    assert uv_environment(given) == given | certificates_for_uv(given)
