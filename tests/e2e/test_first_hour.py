"""The tutorial's commands print what it says. They end with `make stop`, so nothing comes after them."""

import re
from collections.abc import Mapping

import pytest
from esteira.producer.simulation import attempts_needed

from infra.local.home import REPOSITORY
from tests.e2e.installation import Installation, Sample
from tests.harness.transcript import Printed, Step, run, steps, unprinted
from tests.harness.waiting import wait_for

TUTORIAL = REPOSITORY / "docs" / "first-hour.md"
STEPS = steps(TUTORIAL.read_text(encoding="utf-8"))
MADE_BEFORE = 100
"""Orders of source1 before the tutorial's own ones, on a new installation."""

ATTEMPTS_OF_THE_LAMP = 4
LONGEST_SECONDS = 540


@pytest.fixture(scope="module")
def printed(stack: Installation) -> Mapping[int, Printed]:
    """What each command has printed, by its number. The tutorial's orders get the ids that are next here."""
    stack.esteira("flow-set", "orders", "--min", "1", "--max", "1")
    wait_for("a worker is running", stack.workers, every_seconds=0.5)
    before = _fill_up(stack)
    commands = [_with_ids(step.command, before) for step in STEPS]
    stack.await_rest()
    return dict(enumerate(run(commands, folder=REPOSITORY, variables=stack.variables, seconds=LONGEST_SECONDS)))


def test_the_run_ends_as_the_tutorial_says(sample: Sample) -> None:
    text = TUTORIAL.read_text(encoding="utf-8")
    (shown,) = re.findall(r"```text\n(.*?)```", text, re.DOTALL)

    assert unprinted([line for line in shown.splitlines() if line], sample.report) == []


def test_every_command_prints_what_the_tutorial_says(printed: Mapping[int, Printed]) -> None:
    assert len(printed) == len(STEPS), f"only {len(printed)} commands within {LONGEST_SECONDS} s"
    differing = [(step, printed[number]) for number, step in enumerate(STEPS) if not _as_said(step, printed[number])]
    assert differing == []


def _as_said(step: Step, one: Printed) -> bool:
    return one.exit_code == 0 and unprinted(step.lines, one.output) == []


def _fill_up(stack: Installation) -> int:
    """Create and publish orders until the next one needs as many attempts as the lamp; return how many there are."""
    (last,) = stack.fill("source1", 1)
    while attempts_needed("source1", last + 1, security_check=True, simulate=True) != ATTEMPTS_OF_THE_LAMP:
        (last,) = stack.fill("source1", 1)
    stack.publish("source1")
    return last


def _with_ids(command: str, before: int) -> str:
    return re.sub(
        rf'(source1:|"source_id":)({MADE_BEFORE + 1}|{MADE_BEFORE + 3})\b',
        lambda found: f"{found[1]}{before + int(found[2]) - MADE_BEFORE}",
        command,
    )
