"""A task that died with its processes is reported, since no consumer lived to do it."""

from dataclasses import replace

from esteira.core.clock import Clock
from esteira.core.messages import MAX_RECEIVES, LookupMessage, decode
from esteira.core.queue.depth import QueueDepth
from esteira.core.queue.memory import MemoryQueueDepthReader, MemoryQueueSender
from esteira.core.reporting.error_message import decode_error
from esteira.core.reporting.error_report import ErrorKind, ErrorReport
from esteira.core.reporting.memory import ProcessStormBrake
from esteira.core.reporting.publish_errors import ErrorPublisher, publish_errors
from esteira.failures.decision import decide
from esteira.failures.failure import FailureState
from esteira.lookups.lane.claims import Receive
from esteira.lookups.lane.memory import MemoryTaskQueue
from esteira.lookups.lookup_task import NewTask, new_task
from esteira.lookups.ranking import AGEING
from esteira.lookups.ring import RingWhatIsDueDeps, ring_what_is_due

from tests.fixtures.booking import Desk
from tests.fixtures.lookups import NOON, lookup


def killed_task(tasks: MemoryTaskQueue) -> NewTask:
    """Return a task that was received five times and never came to an end."""
    task = new_task(lookup(), due_at=NOON, now=NOON, ageing=AGEING)
    tasks.add([task])
    tasks.claim([Receive(doorbell=task.doorbell, number=MAX_RECEIVES)])
    return task


def watched(desk: Desk, reports: list[ErrorReport]) -> RingWhatIsDueDeps:
    """Return the dependencies of the schedule, ten minutes after a task was killed for the last time."""
    tasks = MemoryTaskQueue(clock=desk.clock)
    killed_task(tasks)
    desk.clock.forward(600)
    return replace(desk.ring_due, tasks=tasks, report=reports.extend)


def published(reports: list[ErrorReport], queue: MemoryQueueSender, clock: Clock) -> tuple[FailureState, str]:
    """Return what becomes of the one error of these reports, and its original."""
    publish_errors(ErrorPublisher(queue=queue, brake=ProcessStormBrake()), reports)
    (body,) = queue.bodies
    error = decode_error(body)
    assert error.original_is_whole
    return decide(error, 0, clock()).state, error.original or ""


def test_a_task_that_died_with_its_processes_is_published_once_and_parked_with_its_message(desk: Desk) -> None:
    reports: list[ErrorReport] = []
    deps = watched(desk, reports)

    for _ in range(3):
        ring_what_is_due(deps, should_continue=lambda: True)

    (report,) = reports
    state, original = published(reports, MemoryQueueSender(), desk.clock)
    assert (report.kind, report.place, state) == (
        ErrorKind.PROCESS,
        "consumer.lookups.last_receive",
        FailureState.PARKED,
    )
    assert report.message
    assert str(decode(LookupMessage, original).message_id) == report.message.subject


def test_nothing_counts_as_lost_while_the_lane_has_messages(desk: Desk) -> None:
    reports: list[ErrorReport] = []
    deps = watched(desk, reports)
    busy = replace(deps, lane=MemoryQueueDepthReader(reading=QueueDepth(visible=1)))

    ring_what_is_due(busy, should_continue=lambda: True)

    assert reports == []
