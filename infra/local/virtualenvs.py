"""Builds the Python environments: `python3 -I infra/local/virtualenvs.py project emulator functions`.

Runs on a bare Python (standard library only) before anything is installed. uv comes from pip into `.uv`, all else from
uv and the lock files. Each environment carries a stamp of what it was built from and is built again when that changes.
Nothing is compiled ahead: that would take longer than all the rest, mostly for modules that are never imported.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

OLDEST_PYTHON = (3, 11)
REPOSITORY = Path(__file__).resolve().parents[2]
LOCKS = REPOSITORY / "infra" / "locks"
STAMP = "esteira-stamp"

# Of a caller's environment these would send an installation elsewhere; mirrors, proxies and certificates stay.
MISLEADING = (
    *("PIP_PREFIX", "PIP_REQUIRE_VIRTUALENV", "PIP_TARGET", "PIP_USER", "PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV"),
    *("CONDA_PREFIX", "UV_PROJECT_ENVIRONMENT", "UV_PYTHON", "UV_SYSTEM_PYTHON", "UV_TARGET", "UV_PREFIX"),
)


class SetupFailed(Exception):
    """An environment cannot be built."""


@dataclass(frozen=True)
class VirtualEnvironment:
    """A folder in the repository, its lock file, and the package of ours that goes in."""

    folder: Path
    lock: Path
    own_package: Path | None = None


UV = VirtualEnvironment(REPOSITORY / ".uv", LOCKS / "uv.txt")
ENVIRONMENTS = {
    "project": VirtualEnvironment(REPOSITORY / ".venv", LOCKS / "project.txt", REPOSITORY),
    "emulator": VirtualEnvironment(
        REPOSITORY / ".venv-emulator", LOCKS / "emulator.txt", REPOSITORY / "infra" / "localstack-process-executor"
    ),
    "functions": VirtualEnvironment(REPOSITORY / ".venv-functions", LOCKS / "functions-runtime.txt"),
    "sam": VirtualEnvironment(REPOSITORY / ".venv-sam", LOCKS / "sam.txt"),
}


def main(names: list[str]) -> None:
    """Builds those of the named environments that are missing or out of date."""
    if sys.version_info < OLDEST_PYTHON:
        raise SetupFailed(f"Python 3.11 or newer is needed, {sys.executable} is {sys.version.split()[0]}: PYTHON=…")
    with _only_one():
        missing = [ENVIRONMENTS[name] for name in names if not is_current(ENVIRONMENTS[name])]
        if not missing:
            return
        if not is_current(UV):
            _build(UV, _fill_with_pip)
        with ThreadPoolExecutor() as pool:
            for done in [pool.submit(_build, environment, _fill_with_uv) for environment in missing]:
                done.result()


def _build(environment: VirtualEnvironment, fill: Callable[[VirtualEnvironment], None]) -> None:
    sys.stderr.write(f"setting up {environment.folder.name}\n")
    shutil.rmtree(environment.folder, ignore_errors=True)
    fill(environment)
    (environment.folder / STAMP).write_text(stamp(environment), encoding="utf-8")


def _fill_with_pip(environment: VirtualEnvironment) -> None:
    _run(_base_python(), "-m", "venv", environment.folder)
    python = environment.folder / "bin" / "python"
    options = ("--quiet", "--disable-pip-version-check", "--require-hashes")
    _run(python, "-m", "pip", "install", *options, "--requirement", environment.lock)


def _fill_with_uv(environment: VirtualEnvironment) -> None:
    uv, python = UV.folder / "bin" / "uv", environment.folder / "bin" / "python"
    _run(uv, "venv", "--quiet", "--no-project", "--python", _base_python(), environment.folder)
    into = ("--quiet", "--python", python)
    # `sync` trusts the lock to be complete and asks for nothing else.
    _run(uv, "pip", "sync", *into, "--require-hashes", environment.lock)
    if environment.own_package:
        _run(uv, "pip", "install", *into, "--no-deps", "--editable", environment.own_package)


def is_current(environment: VirtualEnvironment) -> bool:
    """Whether it was built whole, and from what lies here now."""
    found = environment.folder / STAMP
    return found.exists() and found.read_text(encoding="utf-8") == stamp(environment)


def stamp(environment: VirtualEnvironment) -> str:
    """Changes with lock, interpreter, our package's definition and place: an environment survives no other of them."""
    own = environment.own_package / "pyproject.toml" if environment.own_package else None
    parts = [
        environment.lock.read_text(encoding="utf-8"),
        own.read_text(encoding="utf-8") if own else "",
        sys.version,
        _base_python(),
        str(environment.folder),
    ]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _base_python() -> str:
    """The interpreter behind the one that runs, which may be that of an environment to be rebuilt."""
    return os.path.realpath(getattr(sys, "_base_executable", sys.executable))


def _run(*command: str | Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name not in MISLEADING}
    environment["UV_PYTHON_DOWNLOADS"] = "never"
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, cwd=REPOSITORY)
    if done.returncode:
        raise SetupFailed(f"{' '.join(map(str, command))}\n{(done.stdout + done.stderr).strip()}")


@contextmanager
def _only_one() -> Iterator[None]:
    # The repository's folder itself carries the lock, so that no file of ours must exist before.
    descriptor = os.open(REPOSITORY, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except (SetupFailed, OSError) as error:
        sys.exit(f"error: {error}")
