"""The bundle of all functions: dependencies and `functions/` in one folder, named after a digest of its contents.

Built once for all homes and never changed afterwards, so a running stack cannot see an incomplete build.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from infra.errors import BundleFailed
from infra.local.home import FUNCTIONS, REPOSITORY
from infra.local.progress import Say
from infra.local.services.localstack import FUNCTION_PYTHON
from infra.local.stack.uv import uv, uv_environment

LOCK = FUNCTIONS / "requirements.txt"
STORE = REPOSITORY / ".esteira-bundles"

NEVER_IMPORTED = (
    *("pip", "setuptools", "wheel", "inquirer"),
    *("fastapi", "starlette", "anyio", "opentelemetry-api", "annotated-doc"),
)
"""Dependencies that functions do not need: of Chalice's command line, and of the package with the API's pages."""


@dataclass(frozen=True, kw_only=True)
class Bundle:
    """A folder from which functions run, and AWS's name of its Python (`python3.13`)."""

    folder: Path
    runtime: str


def build(say: Say) -> Bundle:
    """The bundle of the present sources; built only if it does not exist. Raises `BundleFailed`."""
    python = python_version()
    dependencies = STORE / f"dependencies-{_digest([python.encode(), LOCK.read_bytes(), str(NEVER_IMPORTED).encode()])}"
    folder = STORE / f"bundle-{_digest([dependencies.name.encode(), *_contents()])}"
    if not folder.exists():
        with _only_one_builder():
            if not dependencies.exists():
                say("building the bundle of the functions (once for each set of dependencies)")
                _build(dependencies, _install)
            if not folder.exists():
                _build(folder, lambda draft: _add_sources(dependencies, draft))
    major, minor = python.split(".")[:2]
    return Bundle(folder=folder, runtime=f"python{major}.{minor}")


@contextmanager
def _only_one_builder() -> Iterator[None]:
    STORE.mkdir(exist_ok=True)
    with (STORE / ".lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _build(folder: Path, fill: Callable[[Path], None]) -> None:
    """Fills a draft and renames it when it is complete."""
    draft = STORE / "draft"
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir()
    fill(draft)
    draft.rename(folder)


def _install(draft: Path) -> None:
    excluded = draft.with_name("excluded.txt")
    excluded.write_text("\n".join(NEVER_IMPORTED), encoding="utf-8")
    target = ("--target", str(draft), "--python", str(FUNCTION_PYTHON))
    command = (str(uv()), "pip", "install", "--quiet", *target, "--requirement", str(LOCK), "--excludes", str(excluded))
    _run(command, uv_environment())
    _compile(draft)


def _add_sources(dependencies: Path, draft: Path) -> None:
    for path in sources():
        copy = draft / path.relative_to(FUNCTIONS)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
    _compile(draft)
    shutil.copytree(dependencies, draft, copy_function=os.link, symlinks=True, dirs_exist_ok=True)


def _compile(folder: Path) -> None:
    # Unchecked: neither hot reload nor unzip preserves the times by which checked bytecode is validated.
    _run(
        (
            str(FUNCTION_PYTHON),
            "-m",
            "compileall",
            "-qq",
            "-j",
            "0",
            "--invalidation-mode",
            "unchecked-hash",
            str(folder),
        )
    )


def _run(command: tuple[str, ...], environment: Mapping[str, str] = os.environ) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    if done.returncode:
        raise BundleFailed(f"\n{(done.stdout + done.stderr).strip()}")


def python_version() -> str:
    """The version of the functions' interpreter, from its environment: `3.11.7`."""
    lines = (FUNCTION_PYTHON.parents[1] / "pyvenv.cfg").read_text(encoding="utf-8").splitlines()
    settings = dict(line.split(" = ", 1) for line in lines if " = " in line)
    return settings.get("version_info") or settings["version"]


def sources() -> Iterator[Path]:
    """Every file of `functions/` that is deployed, in a fixed order."""
    for path in sorted(FUNCTIONS.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts and not path.name.startswith("requirements"):
            yield path


def _contents() -> Iterator[bytes]:
    for path in sources():
        yield str(path.relative_to(FUNCTIONS)).encode()
        yield path.read_bytes()


def _digest(parts: Iterable[bytes]) -> str:
    whole = hashlib.sha256()
    for part in parts:
        whole.update(hashlib.sha256(part).digest())
    return whole.hexdigest()[:16]
