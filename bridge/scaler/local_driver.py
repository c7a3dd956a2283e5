"""Workers as processes of this host, each in its own session, so that they outlive a scaler that is killed."""

import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psutil
from esteira.core.clock import utc_now
from esteira.core.log import logger
from esteira.core.names import LANES, Lane
from esteira.scaling.observation import Heartbeat
from esteira.scaling.worker_state import OwnProcess

from bridge.queues import new_worker_name
from bridge.scaler.lane_log import LaneLog
from bridge.scaler.running_workers import FLEET, WORKER, find_workers, is_configured_as
from bridge.worker_command import worker_command


@dataclass(frozen=True, kw_only=True)
class _Worker:
    lane: Lane
    process: psutil.Process
    started_at: datetime

    def is_alive(self) -> bool:
        with suppress(psutil.NoSuchProcess):
            return self.process.is_running() and self.process.status() != psutil.STATUS_ZOMBIE
        return False


class LocalDriver:
    """The port `Driver`. `environment` is passed to the workers; `host` is the host name in their heartbeats.

    Its constructor adopts the fleet's workers that run here, and tells those with other settings to end.
    """

    def __init__(self, *, fleet: str, host: str, logs: Path, environment: Mapping[str, str]) -> None:
        self._host = host
        self._environment = {**environment, FLEET: fleet}
        self._logs: Mapping[Lane, LaneLog] = {lane: LaneLog(logs / f"worker-{lane}.log") for lane in LANES}
        self._children: list[subprocess.Popen[bytes]] = []
        self._workers: dict[str, _Worker] = {}
        self._adopt(fleet)

    def processes(self, beats: Sequence[Heartbeat]) -> Sequence[OwnProcess]:
        """See `Driver.processes`."""
        self._children = [child for child in self._children if child.poll() is None]
        for log in self._logs.values():
            log.truncate()
        return [*self._known(), *(gone_process(beat) for beat in beats if self._is_gone(beat))]

    def start(self, lane: Lane) -> str:
        """See `Driver.start`."""
        name = new_worker_name(lane, self._host)
        with self._logs[lane].open() as log:
            child = subprocess.Popen(  # noqa: S603 - the command is ours
                worker_command(lane, name),
                env={**self._environment, WORKER: name},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._children.append(child)
        self._workers[name] = _Worker(lane=lane, process=psutil.Process(child.pid), started_at=utc_now())
        return name

    def terminate(self, name: str) -> None:
        """See `Driver.terminate`."""
        if worker := self._workers.get(name):
            # psutil does not signal another process that has got the same id since.
            with suppress(psutil.NoSuchProcess):
                worker.process.terminate()

    def kill(self, name: str) -> None:
        """See `Driver.kill`. The child ends by itself: the kernel signals it when its main process dies."""
        if worker := self._workers.get(name):
            with suppress(psutil.NoSuchProcess):
                worker.process.kill()

    def forget(self, name: str) -> None:
        """See `Driver.forget`."""
        self._workers.pop(name, None)

    def _adopt(self, fleet: str) -> None:
        for name, process in find_workers(fleet):
            started_at = datetime.fromtimestamp(process.create_time(), UTC)
            self._workers[name] = _Worker(lane=lane_of_worker(name), process=process, started_at=started_at)
            logger.info("worker adopted", action="adopt", worker=name, pid=process.pid)
            if not is_configured_as(process, self._environment):
                self.terminate(name)

    def _known(self) -> Sequence[OwnProcess]:
        return [
            OwnProcess(
                name=name,
                lane=worker.lane,
                pid=worker.process.pid,
                alive=worker.is_alive(),
                started_at=worker.started_at,
            )
            for name, worker in self._workers.items()
        ]

    def _is_gone(self, beat: Heartbeat) -> bool:
        return beat.host == self._host and beat.name not in self._workers


def gone_process(beat: Heartbeat) -> OwnProcess:
    """The ended process of a worker that has a heartbeat from this host and no process."""
    return OwnProcess(name=beat.name, lane=beat.lane, pid=beat.pid, alive=False, started_at=beat.started_at)


def lane_of_worker(name: str) -> Lane:
    """The lane in a worker's name."""
    return next(lane for lane in LANES if name.startswith(f"{lane}-"))
