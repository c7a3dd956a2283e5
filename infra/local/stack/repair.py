"""Publishes lost orders again after LocalStack has lost its queues.

The producer's positions are noted while there is no queue. An order before that position without a terminal state is
lost, even if new orders are published before the repair begins. The note is a file, so it survives a kill.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from esteira.producer.cursor import Position
from esteira.reconciliation.repair_ledger import (
    RepairDeps,
    Repaired,
    locate_all,
    repair_ledger,
    republish_missing,
)
from esteira.reconciliation.wiring import Operator
from pydantic import TypeAdapter

from infra.local.core_settings import operator_settings
from infra.local.environment import Environment
from infra.local.home import Home
from infra.local.private_files import write_private
from infra.local.progress import Say

NOTE = TypeAdapter(dict[str, Position])


def note_what_is_lost(environment: Environment) -> None:
    """To be called between deleting the old queues and creating the new ones.

    A source that cannot be read is left out: `esteira verify --repair` finds its lost orders when it is back.
    """
    with _operator(environment) as operator:
        positions, _ = locate_all(operator.cursor_locator.sources, operator.cursor_locator)
    write_private(_note(environment), NOTE.dump_json(dict(positions)).decode())


def repair(environment: Environment, say: Say) -> None:
    """Repairs the ledger. Without a note it does nothing while orders are in motion.

    Names a source that cannot be read. Raises `Unavailable`, which names any other store that does not answer.
    """
    note = _note(environment)
    with _operator(environment) as operator:
        done = _after_loss(operator.repair_deps, note) if note.exists() else repair_ledger(operator.repair_deps)
    if done.republished or done.rejected or done.marked_dead:
        say(
            f"ledger repaired: {done.republished} orders published again, {done.rejected} rejected, "
            f"{done.marked_dead} dead letters recorded"
        )
    for name, fault in done.unread.items():
        say(f"source {name} cannot be read, so its orders are not repaired: {fault}")


def _after_loss(repair_deps: RepairDeps, note: Path) -> Repaired:
    noted = NOTE.validate_json(note.read_bytes())
    # A source may have been taken out since. When it is back, `esteira verify --repair` finds its lost orders.
    positions = {name: position for name, position in noted.items() if name in repair_deps.ledger_deps.sources}
    resent = republish_missing(repair_deps, positions)
    if resent.unread:
        # The next `esteira up` continues with these.
        remaining = {name: position for name, position in positions.items() if name in resent.unread}
        write_private(note, NOTE.dump_json(remaining).decode())
    else:
        note.unlink()
    return Repaired(done=True, republished=resent.sent, rejected=resent.rejected, unread=resent.unread)


def _note(environment: Environment) -> Path:
    return Home(root=Path(environment.home)).lost


@contextmanager
def _operator(environment: Environment) -> Iterator[Operator]:
    operator = Operator(operator_settings(environment))
    try:
        yield operator
    finally:
        operator.close()
