"""Builds the Python environments: `python3 -I infra/local/virtualenvs.py project emulator functions`.

Runs on a bare Python (standard library only) before anything is installed. pip installs uv into `.uv`; uv installs
everything else from the lock files. Each environment has a stamp of what it was built from and is rebuilt when that
changes. Bytecode is not compiled ahead: most modules are never imported, and compiling takes longer than the rest.
"""

import fcntl
import hashlib
import os
import shutil
import ssl
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

OLDEST_PYTHON = (3, 11)
REPOSITORY = Path(__file__).resolve().parents[2]
LOCKS = REPOSITORY / "infra" / "locks"
STAMP = "esteira-stamp"

# These variables of a caller would send an installation elsewhere. Mirrors, proxies and certificates stay.
MISLEADING = (
    *("PIP_PREFIX", "PIP_REQUIRE_VIRTUALENV", "PIP_TARGET", "PIP_USER", "PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV"),
    *("CONDA_PREFIX", "UV_PROJECT_ENVIRONMENT", "UV_PYTHON", "UV_SYSTEM_PYTHON", "UV_TARGET", "UV_PREFIX"),
)


class SetupFailed(Exception):
    """An environment cannot be built."""


@dataclass(frozen=True)
class VirtualEnvironment:
    """A folder in the repository, its lock file, and the package of this repository that is installed into it."""

    folder: Path
    lock: Path
    own_package: Path | None = None


UV = VirtualEnvironment(REPOSITORY / ".uv", LOCKS / "uv.txt")
ENVIRONMENTS = {
    "project": VirtualEnvironment(REPOSITORY / ".venv", LOCKS / "project.txt", REPOSITORY),
    # In the place of `project` in an image: without tests and embedded servers.
    "containers": VirtualEnvironment(REPOSITORY / ".venv", LOCKS / "containers.txt", REPOSITORY),
    "emulator": VirtualEnvironment(
        REPOSITORY / ".venv-emulator", LOCKS / "emulator.txt", REPOSITORY / "infra" / "localstack-process-executor"
    ),
    "ministack": VirtualEnvironment(REPOSITORY / ".venv-ministack", LOCKS / "ministack.txt"),
    "functions": VirtualEnvironment(REPOSITORY / ".venv-functions", LOCKS / "functions-runtime.txt"),
    "sam": VirtualEnvironment(REPOSITORY / ".venv-sam", LOCKS / "sam.txt"),
    "docs": VirtualEnvironment(REPOSITORY / ".venv-docs", LOCKS / "docs.txt"),
    "benchmarks": VirtualEnvironment(REPOSITORY / ".venv-benchmarks", LOCKS / "benchmarks.txt"),
}


def main(names: list[str]) -> None:
    """Builds each named environment that is missing or out of date. Raises `SetupFailed`."""
    if sys.version_info < OLDEST_PYTHON:
        version = sys.version.split()[0]
        raise SetupFailed(f"Python 3.11 or newer is needed, {sys.executable} is {version}; set PYTHON=…")
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
    """Whether it was built completely, and from the present lock file and interpreter."""
    found = environment.folder / STAMP
    return found.exists() and found.read_text(encoding="utf-8") == stamp(environment)


def stamp(environment: VirtualEnvironment) -> str:
    """Changes with the lock file, the interpreter, the definition of our package, and the folder."""
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
    """The interpreter behind the present one, which may belong to an environment that is to be rebuilt."""
    return os.path.realpath(getattr(sys, "_base_executable", sys.executable))


def _run(*command: str | Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name not in MISLEADING}
    environment |= certificates_for_uv(os.environ) | {"UV_PYTHON_DOWNLOADS": "never"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, cwd=REPOSITORY)
    if done.returncode:
        raise SetupFailed(f"{' '.join(map(str, command))}\n{(done.stdout + done.stderr).strip()}")


def certificates_for_uv(given: Mapping[str, str]) -> dict[str, str]:
    """The variable that makes uv trust the machine's certificate store, as pip does; empty where `given` decides.

    Behind a company's proxy only that store knows the proxy's certificate. Without a store uv would refuse to start,
    so it then keeps to the certificates that it brings.
    """
    if given.get("UV_SYSTEM_CERTS") or given.get("UV_NATIVE_TLS") or not _has_certificate_store():
        return {}
    return {"UV_SYSTEM_CERTS": "1"}


def _has_certificate_store() -> bool:
    if sys.platform != "linux":
        return True
    paths = ssl.get_default_verify_paths()
    return bool(paths.cafile or (paths.capath and os.listdir(paths.capath)))


@contextmanager
def _only_one() -> Iterator[None]:
    # The lock is on the repository's folder, so that no file of ours must exist before.
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
