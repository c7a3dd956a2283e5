"""The command line: `python -m conformance --help`."""

import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from conformance.cases import CASES, chosen
from conformance.cloud import Cloud, Place
from conformance.emulator import running_emulator
from conformance.report import differences_table, good_enough, rate_lines, result_lines
from conformance.run import Result, run


def main() -> int:
    """Run the cases and print a line each, then the rates. 1 if the executor's is below 98 %."""
    options = _options()
    if options.differences:
        _print(*differences_table(CASES))
        return 0
    started_at = time.monotonic()
    with _place(options) as place:
        results = _run(options.only, Cloud(place))
    _print(*rate_lines(results), f"{time.monotonic() - started_at:.0f} s")
    return 0 if good_enough(results) else 1


def _run(words: str, cloud: Cloud) -> list[Result]:
    results = []
    try:
        for result in run(chosen(words), cloud):
            _print(*result_lines(result))
            results.append(result)
    finally:
        cloud.close()
    return results


@contextmanager
def _place(options: Namespace) -> Iterator[Place]:
    if options.aws_role:
        yield Place(endpoint=None, role=options.aws_role)
    elif options.endpoint:
        yield Place(endpoint=options.endpoint)
    else:
        with running_emulator(options.localstack.absolute(), options.functions.absolute()) as endpoint:
            yield Place(endpoint=endpoint)


def _options() -> Namespace:
    parser = ArgumentParser(prog="conformance", description="Compares LocalStack's functions with those of AWS.")
    parser.add_argument("--endpoint", metavar="URL", help="a running LocalStack; without it one is started")
    parser.add_argument("--aws-role", metavar="ARN", help="run on AWS itself, the functions with this role")
    python = Path(sys.executable)
    parser.add_argument("--localstack", metavar="PYTHON", type=Path, default=python, help="interpreter of LocalStack")
    parser.add_argument("--functions", metavar="PYTHON", type=Path, default=python, help="interpreter of the functions")
    parser.add_argument("--only", metavar="WORDS", default="", help="only the cases whose name contains this")
    parser.add_argument("--differences", action="store_true", help="print the table of known differences, run nothing")
    return parser.parse_args()


def _print(*lines: str) -> None:
    for line in lines:
        print(line, flush=True)  # noqa: T201 - the command's output


if __name__ == "__main__":
    sys.exit(main())
