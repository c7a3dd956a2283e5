"""The Celery bridge as supervised programs: beat, manager, recovery, jobs, scaler and Flower.

The scaler starts the workers of the lanes itself.
"""

import sys
from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from esteira.core.settings import BridgeSettings, LookupLaneSettings

from infra.local.home import FUNCTIONS, REPOSITORY
from infra.local.processes.service import Service, with_deployed_settings
from infra.local.settings import LocalSettings

FLOWER_NAME = "flower"
SCALER_NAME = "scaler"

CELERY = (sys.executable, "-m", "celery", "-A", "bridge.app")
"""All of Celery's commands, for people."""
PROGRAM = (sys.executable, "-m", "bridge")
"""Those that run here, with half of the imports."""
QUIET = ("--loglevel", "WARNING")
"""Without this, every tick logs a line. Errors and decisions are logged in any case."""

BEAT = (*PROGRAM, "beat", *QUIET)
ALONE = ("--without-gossip", "--without-mingle")
"""Manager, recovery and jobs have nothing to agree on with the workers."""
MANAGER = (*PROGRAM, "worker", "-Q", "manager", "-n", "manager@%h", "--pool", "solo", *ALONE, *QUIET)
RECOVERY = (*PROGRAM, "worker", "-Q", "recovery", "-n", "recovery@%h", "--pool", "solo", *ALONE, *QUIET)
GREENLETS = ("--pool", "gevent", "--concurrency", "8")
"""Jobs mostly wait for databases and S3."""
JOBS = (*PROGRAM, "worker", "-Q", "jobs", "-n", "jobs@%h", *GREENLETS, *ALONE, *QUIET)
SCALER = (sys.executable, "-m", "bridge.scaler")
FLOWER = (*PROGRAM, "flower", f"--conf={REPOSITORY / 'bridge' / 'flowerconfig.py'}")

BROKER = frozenset({"redis_url"})
PLANNER = BROKER | {"target_dsn", "lanes", "errors_queue_url"}
WRITER = PLANNER | {"mongo_url", "reports_bucket", "sources", "log_life_seconds"}
ALL = frozenset(BridgeSettings.model_fields) | frozenset(LookupLaneSettings.model_fields)
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
        command=with_deployed_settings(settings.place),
        directory=REPOSITORY,
        environment=_variables(settings),
        needs_the_stack=True,
        code=(REPOSITORY / "bridge", FUNCTIONS),
    )
    make = partial(_program, basis)
    scaler = make(SCALER_NAME, SCALER, rank=46, uses=ALL)
    flower = make(FLOWER_NAME, FLOWER, rank=43, uses=BROKER | {"operator_token"})
    return (
        make("beat", BEAT, rank=44, uses=BROKER),
        make("manager", MANAGER, rank=45, uses=PLANNER),
        make("recovery", RECOVERY, rank=45, uses=PLANNER),
        make("jobs", JOBS, rank=45, uses=WRITER),
        replace(scaler, stop_wait_seconds=WORKERS_END_SECONDS),
        replace(flower, port=settings.flower_port, port_setting="ESTEIRA_FLOWER_PORT"),
    )


def _program(basis: Service, name: str, command: tuple[str, ...], *, rank: int, uses: frozenset[str]) -> Service:
    return replace(basis, name=name, command=(*basis.command, *command), rank=rank, settings=uses)


def _variables(settings: LocalSettings) -> Mapping[str, str]:
    home = settings.place
    return {
        "ESTEIRA_FLEET": str(home.root),
        "ESTEIRA_WORKER_LOGS": str(home.logs),
        "ESTEIRA_FLOWER_DATA": str(home.data / FLOWER_NAME),
        "ESTEIRA_FLOWER_PORT": str(settings.flower_port),
    }
