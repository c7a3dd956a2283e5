"""uv, for what is installed after set-up: the one that `make setup` installed, else the user's own."""

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from infra.errors import EnvironmentMissing
from infra.local.home import REPOSITORY
from infra.local.virtualenvs import certificates_for_uv


def uv() -> Path:
    """The program. Raises `EnvironmentMissing` where there is none."""
    own = REPOSITORY / ".uv" / "bin" / "uv"
    found = own if own.exists() else shutil.which("uv")
    if found is None:
        raise EnvironmentMissing("(.uv)")
    return Path(found)


def uv_environment(given: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The variables to run uv with: those given, and the certificates that set-up uses too."""
    return {**given, **certificates_for_uv(given)}
