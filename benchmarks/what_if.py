"""Checks what-ifs against a real run: `python -m benchmarks.what_if [--rate N] [--seconds N] [--save FILE]`.

Puts bursts of orders on the installation that runs here, waits until they are done, and replays that time under the
same configuration. Ends with 1 if mean waiting or worker minutes are more than 15 % off.

What waited is measured by Little's law over the messages in the queue at each plan, not from the messages' own times:
those of SQS begin at the sending, so that after a retry they would count the delay of the retry as waiting.
"""

import json
import subprocess
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from esteira.core.clock import utc_now
from esteira.scaling.config import ConfigVersion
from esteira.scaling.configure_scaling import read_config
from esteira.scaling.recording.recorded_tick import RecordedTick
from esteira.scaling.recording.redis import to_fields
from esteira.scaling.what_if.compare import FEWEST_TICKS, WhatIf, of_ticks, what_if

from infra.cli.commands.scaling.tables import comparison_table, lines
from infra.cli.flow_control import controlling
from infra.cli.output import results

MOST_PERCENT = 15.0
LONGEST_DRAIN_SECONDS = 900


def main(arguments: Sequence[str]) -> int:
    """Run the load and return the exit code."""
    given = _parser().parse_args(arguments)
    since = utc_now()
    put_load(given)
    ticks, current = recorded(since, utc_now())
    if len(ticks) < FEWEST_TICKS:
        sys.exit("No manager recorded that time; start it with `esteira up`.")
    if given.save:
        given.save.write_text(as_json(ticks), encoding="utf-8")
    return _verdict(what_if(of_ticks(ticks), current, {}))


def put_load(given: Namespace) -> None:
    """Make and publish orders in bursts, and wait until all of them are done."""
    bursts = ("--rate", str(given.rate), "--seconds", str(given.seconds), "--pattern", "bursty")
    _esteira("populate", *bursts)
    _esteira("wait", "--timeout", str(LONGEST_DRAIN_SECONDS))


def recorded(since: datetime, until: datetime) -> tuple[Sequence[RecordedTick], ConfigVersion]:
    """Return the ticks of that time, and the configuration in force."""
    with controlling() as flow:
        return flow.record.between(since, until), read_config(flow.deps)


def as_json(ticks: Sequence[RecordedTick]) -> str:
    """Return ticks as lines of JSON, in the words of the record in Redis."""
    return "\n".join(json.dumps({"at": tick.at.isoformat(), **to_fields(tick)}) for tick in ticks) + "\n"


def _verdict(compared: WhatIf) -> int:
    results.print(comparison_table(compared))
    for line in lines(compared):
        results.print(line, highlight=False)
    error = compared.error_percent
    if error is None:
        results.print("Nobody waited: give a higher --rate.")
        return 1
    return int(max(abs(error.waiting), abs(error.worker_minutes)) > MOST_PERCENT)


def _parser() -> ArgumentParser:
    parser = ArgumentParser(prog="python -m benchmarks.what_if", description=__doc__)
    parser.add_argument("--rate", type=float, default=300, help="orders a second, in bursts")
    parser.add_argument("--seconds", type=float, default=80, help="how long orders come")
    parser.add_argument("--save", type=Path, help="a file for the recorded ticks")
    return parser


def _esteira(*arguments: str) -> None:
    subprocess.run([Path(sys.executable).with_name("esteira"), *arguments], check=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
