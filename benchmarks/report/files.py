"""Where results are kept: a JSON a day, with the newest of each section; the picture and the tables made of it."""

import json
from pathlib import Path
from typing import Any

from benchmarks.report.picture import picture
from benchmarks.report.tables import tables
from infra.local.home import REPOSITORY

RESULTS = REPOSITORY / "benchmarks" / "results"
SHORT_RESULTS = REPOSITORY / ".esteira-benchmark-results"
DOCUMENT = REPOSITORY / "docs" / "benchmarks.md"
PICTURE = REPOSITORY / "docs" / "pictures" / "benchmarks.svg"
MARK = "<!-- The rest is written by `python -m benchmarks report`. -->\n"


def save(results: dict[str, Any], folder: Path) -> Path:
    """Write these sections into the file of their day, in place of the same ones of an earlier run. Return the file."""
    folder.mkdir(exist_ok=True)
    path = folder / f"{results['machine']['date']}.json"
    earlier = json.loads(path.read_text()) if path.exists() else {}
    path.write_text(json.dumps({**earlier, **results}, indent=1) + "\n")
    return path


def newest(folder: Path) -> dict[str, Any]:
    """Return the results of the latest day. Raises `SystemExit` if there are none."""
    files = sorted(folder.glob("*.json"))
    if not files:
        raise SystemExit(f"no results in {folder}: run `make bench-full` first")
    found: dict[str, Any] = json.loads(files[-1].read_text())
    return found


def write_report(results: dict[str, Any]) -> None:
    """Draw the picture and write the tables into the document, below its mark."""
    if "end-to-end" in results:
        PICTURE.write_text(picture(results["end-to-end"]["contenders"]))
    DOCUMENT.write_text(documented(DOCUMENT.read_text(), results))


def documented(text: str, results: dict[str, Any]) -> str:
    """Return the document with these results below its mark."""
    head, _, _ = text.partition(MARK)
    return f"{head}{MARK}\n{facts(results['machine'])}\n\n{tables(results)}\n"


def facts(machine: dict[str, Any]) -> str:
    """Return a sentence about the machine."""
    versions = ", ".join(f"{name} {version}" for name, version in machine["versions"].items() if version)
    return (
        f"Measured on {machine['date']}: {machine['cores']} cores, {machine['memory_gib']} GiB, load"
        f" {machine['load_before']} when it began, Python {machine['python']}; {versions}."
    )
