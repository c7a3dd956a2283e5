"""The Celery bridge as supervised programs: beat, manager, recovery, jobs, scaler and Flower.

The scaler starts the workers of the lanes itself.
"""

import sys
from collections.abc import Mapping
from dataclasses import replace

from esteira.core.settings import BridgeSettings, LookupLaneSettings

from infra.local.home import FUNCTIONS, REPOSITORY
from infra.local.processes.service import Service, with_deployed_settings
from infra.local.settings import LocalSettings

FLOWER_NAME = "flower"
SCALER_NAME = "scaler"

CELERY = (sys.executable, "-m", "celery", "-A", "bridge.app")
QUIET = ("--loglevel", "WARNING")
"""Without this, every tick logs a line. Errors and decisions are logged in any case."""

BEAT = (*CELERY, "beat", *QUIET)
ALONE = ("--without-gossip", "--without-mingle")
"""Manager, recovery and jobs have nothing to agree on with the workers."""
MANAGER = (*CELERY, "worker", "-Q", "manager", "-n", "manager@%h", "--pool", "solo", *ALONE, *QUIET)
RECOVERY = (*CELERY, "worker", "-Q", "recovery", "-n", "recovery@%h", "--pool", "solo", *ALONE, *QUIET)
GREENLETS = ("--pool", "gevent", "--concurrency", "8")
"""Jobs mostly wait for databases and S3."""
JOBS = (*CELERY, "worker", "-Q", "jobs", "-n", "jobs@%h", *GREENLETS, *ALONE, *QUIET)
SCALER = (sys.executable, "-m", "bridge.scaler")
FLOWER = (*CELERY, "flower", f"--conf={REPOSITORY / 'bridge' / 'flowerconfig.py'}")

BROKER = frozenset({"redis_url"})
PLANNER = BROKER | {"target_dsn", "lanes", "errors_queue_url"}
WRITER = PLANNER | {"mongo_url", "reports_bucket", "sources", "log_life_seconds"}
"""What these programs use of the settings. The scaler hands all of them on to its workers."""

WORKERS_END_SECONDS = 20
"""The scaler gives its workers ten seconds to finish their messages."""


def flower_url(settings: LocalSettings) -> str:
    """The URL of Flower; empty if the bridge is switched off."""
    return f"http://127.0.0.1:{settings.flower_port}" if settings.bridge else ""


def services(settings: LocalSettings) -> tuple[Service, ...]:
    """The programs of the bridge. The scaler stops first, with its workers; all stop before the services they use."""
    if not settings.bridge:
        return ()
    basis = Service(
        name="",
        command=(),
        directory=REPOSITORY,
        environment=_variables(settings),
        needs_the_stack=True,
        code=(REPOSITORY / "bridge", FUNCTIONS),
    )
    return (
        replace(basis, name="beat", command=with_deployed_settings(BEAT), rank=44, settings=BROKER),
        replace(basis, name="manager", command=with_deployed_settings(MANAGER), rank=45, settings=PLANNER),
        replace(basis, name="recovery", command=with_deployed_settings(RECOVERY), rank=45, settings=PLANNER),
        replace(basis, name="jobs", command=with_deployed_settings(JOBS), rank=45, settings=WRITER),
        replace(
            basis,
            name=SCALER_NAME,
            command=with_deployed_settings(SCALER),
            rank=46,
            settings=frozenset(BridgeSettings.model_fields) | frozenset(LookupLaneSettings.model_fields),
            stop_wait_seconds=WORKERS_END_SECONDS,
        ),
        replace(
            basis,
            name=FLOWER_NAME,
            command=with_deployed_settings(FLOWER),
            rank=43,
            settings=BROKER | {"operator_token"},
            port=settings.flower_port,
            port_setting="ESTEIRA_FLOWER_PORT",
        ),
    )


def _variables(settings: LocalSettings) -> Mapping[str, str]:
    home = settings.place
    return {
        "ESTEIRA_FLEET": str(home.root),
        "ESTEIRA_WORKER_LOGS": str(home.logs),
        "ESTEIRA_FLOWER_DATA": str(home.data / FLOWER_NAME),
        "ESTEIRA_FLOWER_PORT": str(settings.flower_port),
    }
