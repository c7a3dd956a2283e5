"""Imports of dead letters: what would become of each line of a file."""

from esteira.core.messages import OrderMessage, encode
from esteira.core.orders import OrderKey
from esteira.workbench.export_letters import line_of
from esteira.workbench.letter import Cause, FiledLetter
from esteira.workbench.memory import MemoryCauses, MemoryLetterStore
from esteira.workbench.memory_jobs import MemoryFates
from esteira.workbench.plan_import import ARRIVED, ON_ITS_WAY, OTHER_LETTER, SAME_LETTER, ImportPlan, plan_import
from esteira.workbench.redrive_job import Fate

from tests.fixtures.clock import READ_AT
from tests.fixtures.dead_letter_pages import import_deps
from tests.fixtures.dead_letters import filed
from tests.fixtures.messages import order

GOOD, BROKEN = '"price":"19.90"', '"price":"ten"'


def planned(lines: list[FiledLetter], *, there: list[FiledLetter], known: dict[OrderMessage, Fate | int]) -> ImportPlan:
    """Plan an import; of a message is known what became of it, or its last attempt."""
    store = MemoryLetterStore()
    store.keep(there)
    fates = MemoryFates(known={each.message_id: fate for each, fate in known.items() if isinstance(fate, Fate)})
    causes = MemoryCauses(
        known={
            OrderKey(each.source, each.source_id): Cause(error="no luck", attempt=attempt, died_at=READ_AT)
            for each, attempt in known.items()
            if not isinstance(attempt, Fate)
        }
    )
    file = "".join(line_of(letter) for letter in lines)
    return plan_import(import_deps(store, causes=causes, fates=fates), file.encode())


def test_letters_that_are_gone_come_back_those_that_are_there_stay_and_mended_ones_are_sent() -> None:
    gone, broken, same = filed(order(1)), filed("no message"), filed(order(2))
    mended = filed(encode(order(3)).replace(GOOD, BROKEN), sqs_message_id="mended")
    file = [gone, broken, same, filed(order(3), sqs_message_id="mended")]

    plan = planned(file, there=[same, mended], known={order(1): Fate.DEAD})

    assert (list(plan.missing), list(plan.edits), plan.unchanged, plan.faults) == ([1, 2], [4], 1, {})
    assert [each.letter.received_message.body for each in plan.missing.values()] == [gone.body, broken.body]


def test_a_letter_that_came_back_with_another_id_in_sqs_is_there() -> None:
    file, there = [filed(order(1)), filed("no message")], [filed(order(1)), filed("no message")]

    plan = planned(file, there=there, known={})

    assert (plan.unchanged, plan.has_work, plan.faults) == (2, False, {})


def test_a_line_is_refused_whose_message_is_not_dead_or_is_in_another_line_or_letter() -> None:
    mended = filed(order(4, product="sofa"))
    file = [filed(order(1)), filed(order(2)), filed(order(3)), filed(order(3)), mended]
    known: dict[OrderMessage, Fate | int] = {order(1): Fate.ARRIVED, order(2): 0}

    plan = planned(file, there=[filed(order(4))], known=known)

    assert list(plan.missing) == [3]
    assert plan.faults == {1: ARRIVED, 2: ON_ITS_WAY, 4: SAME_LETTER, 5: OTHER_LETTER}
