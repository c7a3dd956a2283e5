"""In-memory twins of the jobs, the rows and the files."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from esteira.core.errors import FilesUnavailable
from esteira.reports.files.report_file import Row
from esteira.reports.ports import Rows
from esteira.reports.report import (
    LOST_AFTER,
    MOST_STARTS,
    TOO_OFTEN_LOST,
    NewJob,
    Progress,
    ReportJob,
    ReportState,
    RowQuery,
    WrittenFile,
)


@dataclass(kw_only=True)
class MemoryReportJobs:
    """The port `ReportJobs`."""

    kept: dict[UUID, ReportJob] = field(default_factory=dict)
    due: dict[UUID, datetime] = field(default_factory=dict)

    def add(self, job: NewJob, *, most_active: int) -> ReportJob | None:
        """See `ReportJobs.add`."""
        if sum(each.is_active for each in self._of(job.owner_id)) >= most_active:
            return None
        self.due[job.id] = job.requested_at
        return self._keep(ReportJob(**asdict(job), state=ReportState.QUEUED))

    def find(self, job_id: UUID, owner_id: str) -> ReportJob | None:
        """See `ReportJobs.find`."""
        return next((job for job in self._of(owner_id) if job.id == job_id), None)

    def page(self, owner_id: str, *, before: UUID | None, limit: int) -> Sequence[ReportJob]:
        """See `ReportJobs.page`."""
        newest = sorted(self._of(owner_id), key=_place, reverse=True)
        last = self.find(before, owner_id) if before else None
        if before and not last:
            return []
        return [job for job in newest if last is None or _place(job) < _place(last)][:limit]

    def recent(self, since: datetime) -> Sequence[ReportJob]:
        """See `ReportJobs.recent`."""
        found = [job for job in self.kept.values() if not job.finished_at or job.finished_at >= since]
        return sorted(found, key=_place, reverse=True)[:100]

    def cancel(self, job_id: UUID, owner_id: str, now: datetime) -> ReportJob | None:
        """See `ReportJobs.cancel`."""
        job = self.find(job_id, owner_id)
        if job is None or not job.is_active:
            return None
        return self._keep(replace(job, state=ReportState.CANCELLED, finished_at=now))

    def claim(self, now: datetime, *, at_once: int) -> ReportJob | None:
        """See `ReportJobs.claim`."""
        running = [job for job in self.kept.values() if job.state is ReportState.RUNNING and not _is_lost(job, now)]
        waiting = sorted((job for job in self.kept.values() if self._waits(job, now)), key=_place)
        if len(running) >= at_once or not waiting:
            return None
        begun: dict[str, Any] = {"started_at": now, "heard_at": now, "promised": None, "done": 0, "reason": None}
        job = waiting[0]
        return self._keep(replace(job, state=ReportState.RUNNING, starts=job.starts + 1, **begun))

    def give_up_lost(self, now: datetime) -> int:
        """See `ReportJobs.give_up_lost`."""
        lost = [job for job in self.kept.values() if _is_lost(job, now) and job.starts >= MOST_STARTS]
        for job in lost:
            self._keep(replace(job, state=ReportState.FAILED, reason=TOO_OFTEN_LOST, finished_at=now))
        return len(lost)

    def note(self, job: ReportJob, progress: Progress) -> bool:
        """See `ReportJobs.note`."""
        return self._tell(job, done=progress.done, promised=progress.promised, heard_at=progress.at)

    def put_back(self, job: ReportJob, reason: str, *, due_at: datetime) -> bool:
        """See `ReportJobs.put_back`."""
        self.due[job.id] = due_at
        return self._tell(job, state=ReportState.QUEUED, reason=reason)

    def fail(self, job: ReportJob, reason: str, now: datetime) -> bool:
        """See `ReportJobs.fail`."""
        return self._tell(job, state=ReportState.FAILED, reason=reason, finished_at=now)

    def finish(self, job: ReportJob, file: WrittenFile, now: datetime) -> bool:
        """See `ReportJobs.finish`."""
        written = asdict(file)
        rows = written.pop("rows")
        end = {"state": ReportState.DONE, "finished_at": now, "heard_at": now}
        return self._tell(job, **end, promised=rows, done=rows, **written)

    def forget(self, before: datetime) -> int:
        """See `ReportJobs.forget`."""
        old = [job.id for job in self.kept.values() if job.finished_at and job.finished_at < before]
        for job_id in old:
            del self.kept[job_id]
        return len(old)

    def _of(self, owner_id: str) -> list[ReportJob]:
        return [job for job in self.kept.values() if job.owner_id == owner_id]

    def _waits(self, job: ReportJob, now: datetime) -> bool:
        if job.state is ReportState.QUEUED:
            return self.due[job.id] <= now
        return _is_lost(job, now) and job.starts < MOST_STARTS

    def _tell(self, job: ReportJob, **changes: Any) -> bool:
        kept = self.kept.get(job.id)
        if kept is None or kept.state is not ReportState.RUNNING or kept.starts != job.starts:
            return False
        self._keep(replace(kept, **changes))
        return True

    def _keep(self, job: ReportJob) -> ReportJob:
        self.kept[job.id] = job
        return job


@dataclass(kw_only=True)
class MemoryRowSource:
    """The port `RowSource`. `promised`: the number that is counted, if it is to differ from the rows."""

    columns: Sequence[str]
    rows: Sequence[Row]
    portion_rows: int = 2
    promised: int | None = None
    asked: list[RowQuery] = field(default_factory=list)

    @contextmanager
    def opened(self, query: RowQuery) -> Iterator[Rows]:
        """See `RowSource.opened`."""
        self.asked.append(query)
        count = len(self.rows) if self.promised is None else self.promised
        yield Rows(columns=self.columns, count=count, portions=self._portions())

    def _portions(self) -> Iterator[Sequence[Row]]:
        for first in range(0, len(self.rows), self.portion_rows):
            yield self.rows[first : first + self.portion_rows]


@dataclass(kw_only=True)
class MemoryFiles:
    """The port `FileStore`. While it is `away`, no file can be begun."""

    kept: dict[str, bytes] = field(default_factory=dict)
    begun: int = 0
    aborted: int = 0
    away: bool = False

    def begin(self, object_key: str, *, media_type: str) -> "MemoryUpload":  # noqa: ARG002 - the port's signature
        """See `FileStore.begin`."""
        if self.away:
            raise FilesUnavailable
        self.begun += 1
        return MemoryUpload(files=self, object_key=object_key)

    def remove(self, object_key: str) -> None:
        """See `FileStore.remove`."""
        self.kept.pop(object_key, None)

    def link(self, object_key: str, *, file_name: str, life: timedelta) -> str:
        """See `FileStore.link`."""
        return f"memory://{object_key}?name={file_name}&seconds={life.total_seconds():.0f}"


@dataclass(kw_only=True)
class MemoryUpload:
    """The port `Upload`."""

    files: MemoryFiles
    object_key: str
    written: bytearray = field(default_factory=bytearray)

    def write(self, data: bytes) -> None:
        """See `Upload.write`."""
        self.written += data

    def complete(self) -> int:
        """See `Upload.complete`."""
        self.files.kept[self.object_key] = bytes(self.written)
        return len(self.written)

    def abort(self) -> None:
        """See `Upload.abort`."""
        self.files.aborted += 1


def _place(job: ReportJob) -> tuple[datetime, UUID]:
    return job.requested_at, job.id


def _is_lost(job: ReportJob, now: datetime) -> bool:
    return job.state is ReportState.RUNNING and job.heard_at is not None and job.heard_at < now - LOST_AFTER
