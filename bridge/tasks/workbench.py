"""The tasks of the dead-letter workbench, sent by beat: its copy of the queues, and bulk redrives.

Both end after a bounded time. What a killed worker leaves is taken up when its claim or its lease is over.
"""

import time

from esteira.core.errors import Unavailable
from esteira.core.log import logger

from bridge.app import app
from bridge.queues import JOBS
from bridge.schedule import FILE_LETTERS, FILE_LETTERS_SECONDS, REDRIVE, REDRIVE_SECONDS

RUN_SECONDS = 30.0
LONGEST_SECONDS = 900.0
"""A dead-letter queue of 100,000. Celery's pool of greenlets knows only this limit, not the soft one."""


@app.task(name=FILE_LETTERS, queue=JOBS, expires=FILE_LETTERS_SECONDS, time_limit=LONGEST_SECONDS)  # type: ignore[untyped-decorator]
def file_letters() -> None:
    """Files the dead-letter queues whose copy is out of date."""
    from esteira.workbench.file_due_letters import file_due_letters
    from esteira.workbench.wiring import workbench_of_bridge

    workbench = workbench_of_bridge()
    file_due_letters(workbench.deps, workbench.lanes)


@app.task(name=REDRIVE, queue=JOBS, expires=REDRIVE_SECONDS, time_limit=LONGEST_SECONDS)  # type: ignore[untyped-decorator]
def redrive() -> None:
    """Carries out the steps of bulk redrives that are due, and undoes what shall be undone."""
    from esteira.workbench.run_redrive import run_redrive
    from esteira.workbench.undo_redrive import run_undo
    from esteira.workbench.wiring import workbench_of_bridge

    workbench, end = workbench_of_bridge(), time.monotonic() + RUN_SECONDS
    try:
        while time.monotonic() < end and (run_redrive(workbench.bulk_deps) or run_undo(workbench.undo_deps)):
            pass
    except Unavailable as error:
        logger.warning("redrive waits", action="run_redrive", error=str(error))
