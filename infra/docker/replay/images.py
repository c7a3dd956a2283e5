"""Makes the folder of an image: Debian, and what each step of the Dockerfile does to it."""

import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from infra.docker.replay.dockerfile import Stage, Step, stages
from infra.docker.replay.namespaces import Image, inside
from infra.local.home import REPOSITORY

DOCKERFILE = REPOSITORY / "infra" / "docker" / "Dockerfile"
PACKAGES = "python3,python3-venv,python3-pip,ca-certificates"
"""What of the base image `python:3.11-slim-bookworm` our steps use."""
RELEASE = "bookworm"
CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
PASSED_ON = re.compile(r"(PIP|UV)_\w+|SSL_CERT_\w+|\w+_proxy", re.IGNORECASE)
"""Variables that say where packages come from."""
IGNORED = ("EXPOSE", "ENTRYPOINT", "CMD")


def base(store: Path) -> Path:
    """The folder with Debian; made only if it does not exist."""
    root = store / "base"
    if not root.exists():
        draft = store / "base.draft"
        shutil.rmtree(draft, ignore_errors=True)
        _run("debootstrap", "--variant=minbase", f"--include={PACKAGES}", RELEASE, str(draft))
        # Engines mount these two into every container.
        for name in ("hosts", "resolv.conf"):
            (draft / "etc" / name).touch()
        (draft / "usr/local/bin/python").symlink_to("/usr/bin/python3")
        # The machine's own: a mirror's certificate may be among them.
        shutil.copyfile(CERTIFICATES, draft / CERTIFICATES.relative_to("/"))
        draft.rename(root)
    return root


def build(store: Path) -> Mapping[str, Image]:
    """The image of each stage, made anew."""
    images: dict[str, Image] = {}
    debian = base(store)
    for stage in stages(DOCKERFILE):
        root = store / "images" / stage.name
        shutil.rmtree(root, ignore_errors=True)
        root.parent.mkdir(exist_ok=True)
        _run("cp", "--archive", str(debian), str(root))
        images[stage.name] = Image(root)
        for step in stage.steps:
            _carry_out(step, images[stage.name], images)
    return images


def described(store: Path, stage: Stage) -> Image:
    """The same image of one stage, as it was made before."""
    image = Image(store / "images" / stage.name)
    for step in stage.steps:
        if step.instruction not in ("RUN", "COPY"):
            _carry_out(step, image, {})
    return image


def _carry_out(step: Step, image: Image, others: Mapping[str, Image]) -> None:
    match step.instruction:
        case "ENV":
            image.variables |= {
                name: value.replace("$PATH", image.variables["PATH"])
                for name, _, value in (word.partition("=") for word in shlex.split(step.arguments))
            }
        case "USER":
            image.user = step.arguments
        case "WORKDIR":
            image.folder = step.arguments
        case "COPY":
            _copy(shlex.split(step.arguments), image, others)
        case "RUN":
            _run(*inside(image, ("sh", "-c", step.arguments), _for_packages()))
        case instruction if instruction not in IGNORED:
            raise NotImplementedError(instruction)


def _copy(words: Sequence[str], image: Image, others: Mapping[str, Image]) -> None:
    options = dict(word.removeprefix("--").split("=") for word in words if word.startswith("--"))
    *sources, target = [word for word in words if not word.startswith("--")]
    origin = others[options["from"]].root if "from" in options else REPOSITORY
    into = Path(os.path.normpath(Path(image.folder) / target))
    for source in sources:
        found = origin / source.lstrip("/")
        place = into / found.name if found.is_file() else into
        if "from" in options:
            _link(found, image.root / place.relative_to("/"))
        else:
            _copy_one(found, image.root / place.relative_to("/"))
    if owner := options.get("chown"):
        # Folders above that this step has made belong to its user too.
        for folder in (into, *into.parents):
            if folder.is_relative_to(image.folder) and str(folder) != image.folder:
                _run("chroot", str(image.root), "chown", "--recursive", owner, str(folder))
        for source in sources:
            if str(into) == image.folder:
                _run("chroot", str(image.root), "chown", owner, str(into / Path(source).name))


def _link(found: Path, place: Path) -> None:
    """Much faster than a copy. Nothing is written there afterwards, and as in an image it belongs to root."""
    place.parent.mkdir(parents=True, exist_ok=True)
    _run("cp", "--archive", "--link", "--no-target-directory", str(found), str(place))
    _run("chown", "--recursive", "--no-dereference", "root:root", str(place))


def _copy_one(found: Path, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    if found.is_file():
        shutil.copy(found, place)
    else:
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(found, place, symlinks=True, dirs_exist_ok=True, ignore=ignored)


def _for_packages() -> Mapping[str, str]:
    return {name: value for name, value in os.environ.items() if PASSED_ON.fullmatch(name)}


def _run(*command: str) -> None:
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
