"""Reads a Dockerfile, as far as ours go."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from esteira.core.strict_json import json_value


@dataclass(frozen=True, kw_only=True)
class Step:
    """An instruction of a stage and what follows it on its lines: `RUN`, `python -m …`."""

    instruction: str
    arguments: str


@dataclass(frozen=True, kw_only=True)
class Stage:
    """A stage by its name, which is a `target`."""

    name: str
    steps: list[Step] = field(default_factory=list)

    def last(self, instruction: str) -> str:
        """The arguments of the last such step; empty if there is none."""
        return next((step.arguments for step in reversed(self.steps) if step.instruction == instruction), "")

    def command(self, instruction: str) -> Sequence[str]:
        """The same, of `ENTRYPOINT` or `CMD`."""
        given: list[str] = json_value(self.last(instruction) or "[]")
        return given


def stages(path: Path) -> Sequence[Stage]:
    """The stages in their order. `ARG` before them names the base, which is replaced."""
    found: list[Stage] = []
    for step in _steps(path.read_text(encoding="utf-8")):
        if step.instruction == "FROM":
            _, _, name = step.arguments.partition(" AS ")
            found.append(Stage(name=name))
        elif found:
            found[-1].steps.append(step)
    return found


def _steps(text: str) -> Iterator[Step]:
    without_comments = re.sub(r"^#.*\n", "", text, flags=re.MULTILINE)
    for line in without_comments.replace("\\\n", " ").splitlines():
        if line.strip():
            instruction, _, arguments = line.strip().partition(" ")
            yield Step(instruction=instruction, arguments=arguments.strip())
