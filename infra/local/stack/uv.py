"""Where uv is: the one that `make setup` installed, else the user's own."""

import shutil
from pathlib import Path

from infra.errors import EnvironmentMissing
from infra.local.home import REPOSITORY


def uv() -> Path:
    """The program. Raises `EnvironmentMissing` where there is none."""
    own = REPOSITORY / ".uv" / "bin" / "uv"
    found = own if own.exists() else shutil.which("uv")
    if found is None:
        raise EnvironmentMissing("(.uv)")
    return Path(found)
