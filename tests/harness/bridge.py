"""The Celery bridge as child processes of a test: beat, manager and scaler, with a separate fleet of workers."""

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from functools import cached_property
from pathlib import Path
from uuid import uuid4

import psutil
from celery import Celery
from esteira.core.clock import utc_now
from esteira.core.errors import TargetUnavailable
from esteira.core.names import LANES, Lane
from esteira.core.postgres.database import Database
from esteira.core.redis import redis_client
from esteira.core.settings import BridgeSettings
from esteira.scaling.config import ScalingConfig
from esteira.scaling.observation import Heartbeat, WorkerState
from esteira.scaling.plan import LanePlan
from esteira.scaling.postgres.decision_log import PostgresDecisionLog
from esteira.scaling.postgres.scaling_configs import PostgresScalingConfigRepository
from esteira.scaling.redis import RedisHeartbeatStore, RedisPlanCache
from pydantic import SecretStr
from redis import Redis

from bridge.configuration import configuration
from bridge.queues import drain_queue_name
from bridge.scaler.running_workers import WORKER, find_workers
from bridge.tasks.drain import DRAIN
from bridge.worker_command import worker_command
from infra.local.processes.bridge import BEAT, MANAGER, SCALER
from tests.harness.child import Child
from tests.harness.consumption import Consumption
from tests.harness.queues import TestLane, make_lane
from tests.harness.waiting import wait_for

TOKEN = "t" * 32
DECISIONS_READ = 10_000
ANSWER_SECONDS = 60
"""Celery waits no longer than for the last answer."""


class Bridge:
    """A fleet for the lane of a `Consumption`. The other lanes exist and stay empty.

    `variables` are added to the environment of programs that start afterwards.
    """

    def __init__(self, consumption: Consumption, redis_url: str, folder: Path) -> None:
        self.consumption = consumption
        self.fleet = f"tests-{uuid4().hex[:12]}"
        self.folder = folder
        self.redis_url = redis_url
        self.variables: dict[str, str] = {}
        others = [lane for lane in LANES if lane != "orders"]
        self._lanes: dict[Lane, TestLane] = {lane: make_lane(consumption.sqs) for lane in others}
        self._lanes["orders"] = consumption.lane

    @contextmanager
    def running(self) -> Iterator[tuple[Child, Child, Child]]:
        """Run beat, manager and scaler. At the end all workers of the fleet are killed."""
        with ExitStack() as opened:
            opened.callback(self.kill_workers)
            yield (
                opened.enter_context(self.program("beat", BEAT)),
                opened.enter_context(self.program("manager", MANAGER)),
                opened.enter_context(self.program("scaler", SCALER)),
            )

    @contextmanager
    def program(self, name: str, command: Sequence[str]) -> Iterator[Child]:
        """Run one program of the bridge."""
        child = Child(name, command, folder=self.folder, environment=self.environment)
        try:
            yield child
        finally:
            child.stop()

    @contextmanager
    def worker(self, name: str = "orders-1@here") -> Iterator[Child]:
        """Run one worker of the lane `orders`. Only the test dispatches tasks to it. Use each name once."""
        environment = {**self.environment, WORKER: name}
        child = Child("worker", worker_command("orders", name), folder=self.folder, environment=environment)
        try:
            child.await_ready(lambda: self.state_of(name) is WorkerState.IDLE)
            yield child
        finally:
            child.stop()

    def dispatch(self) -> None:
        """Send one drain task to the lane `orders`."""
        self._celery.send_task(DRAIN, args=("orders",), queue=drain_queue_name("orders"))

    def ping(self, *names: str) -> set[str]:
        """Return which of these nodes answer a ping of Celery's remote control."""
        found = self._celery.control.inspect(destination=names, limit=len(names), timeout=ANSWER_SECONDS).ping()
        return set(found or ())

    def configure(self, configuration: ScalingConfig) -> None:
        """Store a new version of the scaling configuration."""
        with closing(self._target()) as target:
            configs = PostgresScalingConfigRepository(target)
            configs.change(configuration, expected=configs.current().version, by="tests", at=utc_now())

    def stored_plans(self, lane: Lane = "orders") -> Sequence[LanePlan]:
        """Return the stored decisions for a lane, oldest first."""
        with closing(self._target()) as target:
            decisions = PostgresDecisionLog(target).latest(DECISIONS_READ)
        return [decision.plan.lanes[lane] for decision in reversed(decisions)]

    def state_of(self, name: str) -> WorkerState | None:
        """Return the state in a worker's last heartbeat, None without one (not yet sent, or expired)."""
        return next((beat.state for beat in self.heartbeats.beats() if beat.name == name), None)

    def workers(self) -> Mapping[str, psutil.Process]:
        """Return the main processes of the workers, by name."""
        return {name: process for name, process in find_workers(self.fleet) if process.is_running()}

    def beats(self, lane: Lane = "orders") -> Sequence[Heartbeat]:
        """Return the last heartbeats of the running workers of a lane."""
        running = self.workers()
        return [beat for beat in self.heartbeats.beats() if beat.lane == lane and beat.name in running]

    def await_beat(self, lane: Lane = "orders", *, other_than: Sequence[str] = ()) -> Heartbeat:
        """Wait for a heartbeat of a running worker that is not in `other_than`, and return it."""
        found = wait_for(
            "a worker sends heartbeats",
            lambda: [beat for beat in self.beats(lane) if beat.name not in other_than],
        )
        return found[0]

    def kill_workers(self) -> None:
        """Kill all running workers of the fleet (SIGKILL)."""
        for process in self.workers().values():
            process.kill()

    @cached_property
    def heartbeats(self) -> RedisHeartbeatStore:
        """The workers' heartbeats."""
        return RedisHeartbeatStore(self._redis)

    @cached_property
    def plans(self) -> RedisPlanCache:
        """The current plan."""
        return RedisPlanCache(self._redis)

    @cached_property
    def settings(self) -> BridgeSettings:
        """The settings of the bridge's programs."""
        services = self.consumption.services
        return BridgeSettings.model_validate(
            {
                "sources": {"source1": {"dsn": services.target_dsn}},
                "target_dsn": services.target_dsn,
                "mongo_url": services.mongo_url,
                "redis_url": self.redis_url,
                "operator_token": TOKEN,
                "lanes": {lane: vars(queues) for lane, queues in self._lanes.items()},
                "simulate_trouble": False,
                "retry_delay_seconds": 1,
                "outage_delay_seconds": 1,
                "fleet": self.fleet,
                "worker_logs": self.folder / "logs",
            }
        )

    @property
    def environment(self) -> Mapping[str, str]:
        """This process's environment with these settings."""
        return {**os.environ, **self.own_environment, **self.variables}

    @property
    def own_environment(self) -> Mapping[str, str]:
        """The variables that these settings add."""
        keys = {
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_ENDPOINT_URL": self.consumption.services.sqs_endpoint,
        }
        fields = self.settings.model_dump(mode="python", include=self.settings.model_fields_set)
        return {**keys, **{f"ESTEIRA_{name.upper()}": _as_text(value) for name, value in fields.items()}}

    def _target(self) -> Database:
        dsn = SecretStr(self.consumption.services.target_dsn)
        return Database(dsn, unavailable=TargetUnavailable, connections=1)

    @cached_property
    def _celery(self) -> Celery:
        app = Celery("tests", set_as_current=False)
        app.conf.update(configuration(self.settings))
        return app

    @cached_property
    def _redis(self) -> Redis:
        return redis_client(SecretStr(self.redis_url))

    def close(self) -> None:
        """Close the connections."""
        self._celery.close()
        self._redis.close()


def _as_text(value: object) -> str:
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    return str(value) if isinstance(value, str | Path) else json.dumps(value, default=_as_json)


def _as_json(value: object) -> object:
    return value.get_secret_value() if isinstance(value, SecretStr) else str(value)
