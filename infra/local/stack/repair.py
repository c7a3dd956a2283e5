"""Publishes lost orders again after LocalStack has lost its queues.

The producer's positions are noted while there is no queue. An order before that position without a terminal state is
lost, even if new orders are published before the repair begins. The note is a file, so it survives a kill.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from esteira.producer.cursor import Position
from esteira.reconciliation.repair_ledger import RepairDeps, Repaired, repair_ledger, republish_missing
from esteira.reconciliation.wiring import Operator
from pydantic import TypeAdapter

from infra.local.core_settings import operator_settings
from infra.local.environment import Environment
from infra.local.home import Home
from infra.local.private_files import write_private
from infra.local.progress import Say

NOTE = TypeAdapter(dict[str, Position])


def note_what_is_lost(environment: Environment) -> None:
    """To be called between deleting the old queues and creating the new ones."""
    with _operator(environment) as operator:
        positions = operator.cursor_locator.positions()
    write_private(_note(environment), NOTE.dump_json(dict(positions)).decode())


def repair(environment: Environment, say: Say) -> None:
    """Repairs the ledger. Without a note it does nothing while orders are in motion.

    Raises `Unavailable`, which names the store that does not answer.
    """
    note = _note(environment)
    with _operator(environment) as operator:
        done = _after_loss(operator.repair_deps, note) if note.exists() else repair_ledger(operator.repair_deps)
    if done.republished or done.rejected or done.marked_dead:
        say(
            f"ledger repaired: {done.republished} orders published again, {done.rejected} rejected, "
            f"{done.marked_dead} dead letters recorded"
        )


def _after_loss(repair_deps: RepairDeps, note: Path) -> Repaired:
    resent = republish_missing(repair_deps, NOTE.validate_json(note.read_bytes()))
    note.unlink()
    return Repaired(done=True, republished=resent.sent, rejected=resent.rejected)


def _note(environment: Environment) -> Path:
    return Home(root=Path(environment.home)).lost


@contextmanager
def _operator(environment: Environment) -> Iterator[Operator]:
    operator = Operator(operator_settings(environment))
    try:
        yield operator
    finally:
        operator.close()
