"""The tasks that beat sends, and how often."""

from typing import Any

from bridge.queues import JOBS, MANAGER, RECOVERY

TICK_SECONDS = 2.0
TICK = "manager.tick"

RECOVER_SECONDS = 5.0
RECOVER = "recovery.run"

REPORTS_SECONDS = 2.0
REPORTS = "reports.write"

FILE_LETTERS_SECONDS = 5.0
FILE_LETTERS = "workbench.file"

REDRIVE_SECONDS = 2.0
REDRIVE = "workbench.redrive"


def beat_schedule() -> dict[str, Any]:
    """The manager's tick, the recovery's run, the writing of reports, and the workbench's filing and redrives.

    One that was not taken within its period expires: the next one supersedes it.
    """
    return {
        TICK: {
            "task": TICK,
            "schedule": TICK_SECONDS,
            "options": {"queue": MANAGER, "expires": TICK_SECONDS},
        },
        RECOVER: {
            "task": RECOVER,
            "schedule": RECOVER_SECONDS,
            "options": {"queue": RECOVERY, "expires": RECOVER_SECONDS},
        },
        REPORTS: {
            "task": REPORTS,
            "schedule": REPORTS_SECONDS,
            "options": {"queue": JOBS, "expires": REPORTS_SECONDS},
        },
        FILE_LETTERS: {
            "task": FILE_LETTERS,
            "schedule": FILE_LETTERS_SECONDS,
            "options": {"queue": JOBS, "expires": FILE_LETTERS_SECONDS},
        },
        REDRIVE: {
            "task": REDRIVE,
            "schedule": REDRIVE_SECONDS,
            "options": {"queue": JOBS, "expires": REDRIVE_SECONDS},
        },
    }
