"""All benchmarks of the pipeline: `python -m benchmarks [SECTION…] [--rounds N] [--orders N] …`.

Sections: end-to-end, core, growth, latency, start; all of them by default, each with an installation of its own. Prints
the tables and writes a JSON. `report` makes the picture and the tables of docs/benchmarks.md from the newest JSON.
"""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, replace
from signal import SIGTERM, signal
from typing import Any

from benchmarks.report.files import RESULTS, SHORT_RESULTS, facts, newest, save, write_report
from benchmarks.report.machine import machine
from benchmarks.report.tables import tables
from benchmarks.sections.core import core
from benchmarks.sections.end_to_end import end_to_end
from benchmarks.sections.growth import growth
from benchmarks.sections.latency import latency
from benchmarks.sections.options import SHORT, Options, progress
from benchmarks.sections.start import start

SECTIONS: Mapping[str, Callable[[Options], dict[str, Any]]] = {
    "end-to-end": end_to_end,
    "core": core,
    "growth": growth,
    "latency": latency,
    "start": start,
}
SHORT_SECTIONS = ("end-to-end", "core", "latency")


def main(arguments: Sequence[str]) -> None:
    """Run what the arguments say."""
    parser = _parser()
    given = parser.parse_args(arguments)
    if given.sections == ["report"]:
        write_report(newest(RESULTS))
        return
    if unknown := set(given.sections) - SECTIONS.keys():
        parser.error(f"unknown: {', '.join(sorted(unknown))}; the sections are {', '.join(SECTIONS)}, or report")
    folder = SHORT_RESULTS if given.short else RESULTS
    # So that what was started is ended, as after Ctrl-C.
    signal(SIGTERM, lambda *_: sys.exit(128 + SIGTERM))
    results: dict[str, Any] = {"machine": machine()}
    for name in given.sections or (SHORT_SECTIONS if given.short else SECTIONS):
        progress(f"section {name}")
        results[name] = SECTIONS[name](options(given))
        save(results, folder)
    print(facts(results["machine"]))
    print(f"\n{tables(results)}")


def options(given: Namespace) -> Options:
    """Return the options: those of the short form or of the full one, and over them what was given."""
    base = SHORT if given.short else Options()
    named = {each.name: getattr(given, each.name) for each in fields(Options)}
    return replace(base, **{name: value for name, value in named.items() if value is not None})


def _parser() -> ArgumentParser:
    parser = ArgumentParser(prog="python -m benchmarks", description="Measure Esteira and its peers.")
    parser.add_argument("sections", nargs="*", metavar="SECTION", help=f"{', '.join(SECTIONS)}; or report")
    parser.add_argument("--short", action="store_true", help="one round with few orders; results are not kept in git")
    parser.add_argument("--rounds", type=_positive, help="rounds of which the medians are taken (5)")
    parser.add_argument("--orders", type=_positive, help="orders a run (10,000)")
    parser.add_argument("--rows", type=_positive, help="rows at which growth stops (100,000)")
    parser.add_argument("--workers", type=_positive, help="workers where workers receive (2)")
    parser.add_argument("--seconds", type=_positive, help="how long each rate of arrivals is kept (20)")
    parser.add_argument(
        "--warm-up-orders", type=_positive, help="orders of each contender before the first round (500)"
    )
    parser.add_argument("--only", nargs="+", help="contenders by parts of their names, such as `both rabbit`")
    return parser


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


if __name__ == "__main__":
    main(sys.argv[1:])
