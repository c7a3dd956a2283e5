"""After LocalStack has lost its queues: what the ledger misses is published again.

How far the producer had come is noted while there is no queue. What was handed over by then and has no home is lost for
sure, also when the schedule has put new orders onto the new lane before the repair begins. The note outlives a kill.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from esteira.domain.cursor import Position
from esteira.use_cases.repair_ledger import Repaired, Workshop, repair_ledger, republish_missing
from esteira.wiring.operator import Operator
from pydantic import TypeAdapter

from infra.local.core_settings import operator_settings
from infra.local.environment import Environment
from infra.local.home import Home
from infra.local.private_files import write_private
from infra.local.progress import Say

NOTE = TypeAdapter(dict[str, Position])


def note_what_is_lost(environment: Environment) -> None:
    """To be called when the old queues are gone and the new ones not yet there."""
    with _operator(environment) as operator:
        positions = operator.places.positions()
    write_private(_note(environment), NOTE.dump_json(dict(positions)).decode())


def repair(environment: Environment, say: Say) -> None:
    """Without a note it does nothing where something is in motion. Raises `Unavailable` naming what does not answer."""
    note = _note(environment)
    with _operator(environment) as operator:
        done = _after_loss(operator.workshop, note) if note.exists() else repair_ledger(operator.workshop)
    if done.republished or done.buried:
        say(f"ledger repaired: {done.republished} orders published again, {done.buried} dead letters recorded")


def _after_loss(workshop: Workshop, note: Path) -> Repaired:
    republished = republish_missing(workshop, NOTE.validate_json(note.read_bytes()))
    note.unlink()
    return Repaired(done=True, republished=republished)


def _note(environment: Environment) -> Path:
    return Home(root=Path(environment.home)).lost


@contextmanager
def _operator(environment: Environment) -> Iterator[Operator]:
    operator = Operator(operator_settings(environment))
    try:
        yield operator
    finally:
        operator.close()
