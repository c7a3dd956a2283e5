"""The commands of a document with what they print, and whether a run of them prints it.

All lines of the document must be in the output, in their order; it may have others between them. Numbers, times and
spaces are not compared, and `…` stands for anything.
"""

import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

PROMPT = "$ "
END = "end of step"

_BLOCK = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
_NUMBER = re.compile(r"[0-9]+([.:-][0-9]+)*")


@dataclass(frozen=True, kw_only=True)
class Step:
    """A command, and the lines that it prints."""

    command: str
    lines: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Printed:
    """What a command has printed, and its exit code."""

    exit_code: int
    output: str


def steps(text: str) -> list[Step]:
    """Return the commands of all blocks `console`, in their order."""
    parts = (part for block in _BLOCK.findall(text) for part in ("\n" + block).split("\n" + PROMPT)[1:])
    found = (part.splitlines() for part in parts)
    return [Step(command=command, lines=tuple(line for line in lines if line.strip())) for command, *lines in found]


def run(commands: Sequence[str], *, folder: Path, variables: Mapping[str, str], seconds: float) -> Iterator[Printed]:
    """Run the commands in one shell, and yield what each has printed; after the seconds the rest is missing."""
    script = "".join(f"{command}\nprintf '\\n{END} %s\\n' $?\n" for command in commands)
    done = subprocess.run(
        ["timeout", str(seconds), "bash", "-s"],
        cwd=folder,
        env=dict(variables),
        input=script,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    for output, code in re.findall(rf"(.*?)^{END} (\d+)\n", done.stdout, re.MULTILINE | re.DOTALL):
        yield Printed(exit_code=int(code), output=output)


def unprinted(lines: Sequence[str], output: str) -> list[str]:
    """Return the lines from the first one on that the output does not have after the lines before it."""
    printed = iter([_general(line) for line in output.splitlines()])
    for number, line in enumerate(lines):
        pattern = re.compile(".*".join(re.escape(part) for part in _general(line).split("…")))
        if not any(pattern.fullmatch(other) for other in printed):
            return list(lines[number:])
    return []


def _general(line: str) -> str:
    return " ".join(_NUMBER.sub("0", line).split())
