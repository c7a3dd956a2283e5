"""The command line: `python -m tests.conformance --help`."""

import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from contextlib import AbstractContextManager

from tests.conformance import aws, local, page
from tests.conformance.case import Case
from tests.conformance.cases import chosen
from tests.conformance.deployed_stack import DeployedStack
from tests.conformance.differences import known_differences, surprises
from tests.conformance.outcome import Result, run
from tests.conformance.report import EMULATORS, result_lines, summary

AWS = "aws"


def main() -> int:
    """Run the cases on one emulator, and print where it differs. 1 for a difference that is not as it is listed."""
    options = _options()
    if options.write:
        page.write()
        return 0
    cases = chosen(options.only)
    if options.dry_run:
        _print(*_plan(options.emulator, cases))
        return 0
    return _compare(options.emulator, cases)


def _compare(emulator: str, cases: Sequence[Case]) -> int:
    started_at = time.monotonic()
    known = known_differences().get(emulator, {})
    results: list[Result] = []
    with _stack(emulator) as stack:
        stack.await_answers()
        for result in run(cases, stack):
            _print(*result_lines(result, known))
            results.append(result)
    _print("", f"{emulator}: {summary(results)}, in {time.monotonic() - started_at:.0f} s")
    unforeseen = list(surprises(results, known))
    _print(*unforeseen)
    return 1 if unforeseen else 0


def _stack(emulator: str) -> AbstractContextManager[DeployedStack]:
    return aws.deployed_stack() if emulator == AWS else local.running_stack(emulator)


def _plan(emulator: str, cases: Sequence[Case]) -> list[str]:
    where = "the stack of ESTEIRA_CONFORMANCE_STACK" if emulator == AWS else "an installation of its own, then stopped"
    needed = [f"  needs {name}: {meaning}" for name, meaning in aws.VARIABLES.items()] if emulator == AWS else []
    return [f"On {emulator}, {where}:", *needed, *(f"  {case.area}: {case.name}" for case in cases)]


def _options() -> Namespace:
    parser = ArgumentParser(prog="conformance", description="Runs one suite on an emulator, and compares it with AWS.")
    parser.add_argument("--emulator", choices=[*EMULATORS, AWS], default="localstack", help="where the suite runs")
    parser.add_argument("--only", metavar="WORDS", default="", help="only the cases whose name contains this")
    parser.add_argument("--dry-run", action="store_true", help="print what would be run, and what it needs")
    parser.add_argument("--write", action="store_true", help="write the table of docs/conformance.md anew, run nothing")
    return parser.parse_args()


def _print(*lines: str) -> None:
    for line in lines:
        print(line, flush=True)  # noqa: T201 - the command's output


if __name__ == "__main__":
    try:
        sys.exit(main())
    except aws.NotReady as error:
        sys.exit(f"error: {error}")
