"""`python -m infra.how_to GUIDE`: do to this checkout what docs/how-to/GUIDE.md describes, and list the files.

A guide is Markdown for people. Its blocks are exact, so that a program can follow it too: a block behind
"New file `path`:" is that file, a `diff` block changes the files that it names, and the `sh` blocks under "Check" must
succeed afterwards.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import typer
from rich.console import Console

from infra.local.home import REPOSITORY

GUIDES = "docs/how-to"
CHECK = "Check"
"""The heading under which a guide has the commands that show that it was followed."""

_BLOCK = re.compile(r"(?:^New file `(?P<path>[^`]+)`:\n\n)?^```(?P<language>\w*)\n(?P<text>.*?)^```", re.M | re.S)
_DIFF_PATH = re.compile(r"^\+\+\+ b/(.+)$", re.M)
_NAMED = re.compile(r"^\* (`[^`]+`(?:, `[^`]+`)*)", re.M)
_SECTION = re.compile(r"^## (.+)\n", re.M)


class GuideDoesNotApply(Exception):
    """A block of the guide does not fit the code."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """A block that changes files. `diff`: the text is a patch of `paths`; otherwise it is the one new file."""

    paths: tuple[str, ...]
    text: str
    diff: bool


def guides(root: Path = REPOSITORY) -> dict[str, str]:
    """Return the text of every guide by its name."""
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted((root / GUIDES).glob("*.md"))}


def steps(text: str) -> Iterator[Step]:
    """Return the blocks that change files, in their order."""
    for block in _BLOCK.finditer(text):
        if block["path"]:
            yield Step(paths=(block["path"],), text=block["text"], diff=False)
        elif block["language"] == "diff":
            yield Step(paths=tuple(_DIFF_PATH.findall(block["text"])), text=block["text"], diff=True)


def named_files(text: str) -> list[str]:
    """Return the files in the list under "Files"."""
    return [path for names in _NAMED.findall(_section(text, "Files")) for path in re.findall(r"`([^`]+)`", names)]


def checks(text: str) -> list[str]:
    """Return the shell blocks under "Check"."""
    return [block["text"] for block in _BLOCK.finditer(_section(text, CHECK)) if block["language"] == "sh"]


def follow(all_steps: Iterable[Step], root: Path) -> None:
    """Change the files under `root`. Raises `GuideDoesNotApply` at the first block that does not fit."""
    for step in all_steps:
        if step.diff:
            _patch(step, root)
        else:
            _create(root / step.paths[0], step.text)


def _create(path: Path, text: str) -> None:
    if path.exists():
        raise GuideDoesNotApply(f"{path} exists already")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _patch(step: Step, root: Path) -> None:
    # Without the ceiling git skips every file if a folder above `root` is another repository.
    environment = {**os.environ, "GIT_CEILING_DIRECTORIES": str(root.parent)}
    command = ["git", "apply", "-"]
    done = subprocess.run(
        command, input=step.text, text=True, cwd=root, env=environment, capture_output=True, check=False
    )
    if done.returncode:
        raise GuideDoesNotApply(f"{', '.join(step.paths)}: {done.stderr.strip()}")


def _section(text: str, heading: str) -> str:
    parts = _SECTION.split(text)
    return dict(zip(parts[1::2], parts[2::2], strict=True)).get(heading, "")


def main(guide: str) -> None:
    """Follow a guide in this checkout, for example `add-a-report`; `git status` shows what has changed."""
    known, console = guides(), Console(stderr=True)
    if guide not in known:
        console.print(f"No such guide. There are: {', '.join(known)}", highlight=False)
        sys.exit(2)
    all_steps = list(steps(known[guide]))
    try:
        follow(all_steps, REPOSITORY)
    except GuideDoesNotApply as error:
        console.print(f"{error}\nUndo the other steps: see the end of the guide.", highlight=False, markup=False)
        sys.exit(1)
    for path in dict.fromkeys(path for step in all_steps for path in step.paths):
        Console().print(path, highlight=False)


if __name__ == "__main__":
    typer.run(main)
