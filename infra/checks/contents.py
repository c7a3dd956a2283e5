"""Holds that every document is found: `python -m infra.checks.contents`.

Each stands in exactly one list of docs/README.md, and a translation has the chapters and the blocks of its original.
"""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from infra.checks.markdown import blocks, heading_levels
from infra.local.home import REPOSITORY
from infra.site.contents import CONTENTS, groups

TRANSLATION = ".pt-BR.md"


def misplaced(listed: Iterable[Path], present: Iterable[Path]) -> Iterator[str]:
    """A sentence for each document that is not in one list."""
    counts = Counter(listed)
    for path in present:
        if counts[path] != 1:
            yield f"{path.name} stands in {counts[path]} lists of docs/README.md, and should stand in one"


def out_of_step(original: str, translation: str) -> Iterator[str]:
    """What a translation does not have as its original has it."""
    if heading_levels(original) != heading_levels(translation):
        yield "has other chapters than its original"
    for number, (theirs, ours) in enumerate(zip(blocks(original), blocks(translation), strict=False), start=1):
        if theirs != ours:
            yield f"has another block {number} than its original"
    if len(blocks(original)) != len(blocks(translation)):
        yield "has another number of blocks than its original"


def _listed() -> Iterator[Path]:
    for entries in groups(CONTENTS.read_text(encoding="utf-8")).values():
        yield from ((CONTENTS.parent / entry).resolve() for entry in entries)


def _present() -> list[Path]:
    return sorted(set((REPOSITORY / "docs").rglob("*.md")) - {CONTENTS})


def _translations() -> Iterator[str]:
    for translation in (*REPOSITORY.glob(f"*{TRANSLATION}"), *(REPOSITORY / "docs").rglob(f"*{TRANSLATION}")):
        original = translation.with_name(translation.name.replace(TRANSLATION, ".md"))
        texts = (path.read_text(encoding="utf-8") for path in (original, translation))
        yield from (f"{translation.name} {sentence}" for sentence in out_of_step(*texts))


def main() -> None:
    """End with an error for each document that is not found or out of step."""
    if found := [*misplaced(_listed(), _present()), *_translations()]:
        sys.exit("\n".join(f"error: {sentence}" for sentence in found))


if __name__ == "__main__":
    main()
