"""What the use cases of reports need from outside."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from esteira.reports.files.report_file import Row
from esteira.reports.report import NewJob, Progress, ReportJob, RowQuery, WrittenFile


class ReportJobs(Protocol):
    """The jobs. All methods raise `TargetUnavailable`.

    What a worker says about a job counts only while the start that it was given is the last one, and the job is
    running.
    """

    def add(self, job: NewJob, *, most_active: int) -> ReportJob | None:
        """Add a job, unless its owner has so many active ones already: then return None."""
        ...

    def find(self, job_id: UUID, owner_id: str) -> ReportJob | None:
        """Return a job of this owner."""
        ...

    def page(self, owner_id: str, *, before: UUID | None, limit: int) -> Sequence[ReportJob]:
        """Return the owner's jobs, the newest first: those before `before`."""
        ...

    def recent(self, since: datetime) -> Sequence[ReportJob]:
        """Return the jobs of all owners that are active or ended since then, the newest first, at most a hundred."""
        ...

    def cancel(self, job_id: UUID, owner_id: str, now: datetime) -> ReportJob | None:
        """Cancel a job of this owner if it is active, and return it as it is then."""
        ...

    def claim(self, now: datetime, *, at_once: int) -> ReportJob | None:
        """Begin the oldest job that waits or whose worker is lost; None if there is none, or so many run already."""
        ...

    def give_up_lost(self, now: datetime) -> int:
        """Fail the jobs whose worker was lost too often. Returns how many these are."""
        ...

    def note(self, job: ReportJob, progress: Progress) -> bool:
        """Keep the progress. False: stop, since the job was cancelled, or another worker has it."""
        ...

    def put_back(self, job: ReportJob, reason: str, *, due_at: datetime) -> bool:
        """Have the job begun again at this time, from its beginning. False as of `note`."""
        ...

    def fail(self, job: ReportJob, reason: str, now: datetime) -> bool:
        """End the job without a file. False as of `note`."""
        ...

    def finish(self, job: ReportJob, file: WrittenFile, now: datetime) -> bool:
        """End the job with its file. False as of `note`: then the file is nobody's."""
        ...

    def forget(self, before: datetime) -> int:
        """Remove jobs that ended before this time, a bounded number. Returns how many."""
        ...


@dataclass(frozen=True, kw_only=True)
class Rows:
    """The rows of a report, counted and then read in portions: both times the same ones."""

    columns: Sequence[str]
    count: int
    portions: Iterator[Sequence[Row]]


class RowSource(Protocol):
    """Reads rows of one kind."""

    def opened(self, query: RowQuery) -> AbstractContextManager[Rows]:
        """Provide the rows. Raises `Unavailable`, also while they are read."""
        ...


class Upload(Protocol):
    """A file that is being written. All methods raise `FilesUnavailable`."""

    def write(self, data: bytes) -> None:
        """Add data."""
        ...

    def complete(self) -> int:
        """Make the file visible, and return its size in bytes."""
        ...

    def abort(self) -> None:
        """Remove what was written. Raises nothing: what remains is removed by the bucket's life-cycle rule."""
        ...


class FileStore(Protocol):
    """Where the files are. All methods raise `FilesUnavailable`."""

    def begin(self, object_key: str, *, media_type: str) -> Upload:
        """Begin a file."""
        ...

    def remove(self, object_key: str) -> None:
        """Remove a file, if it is there."""
        ...

    def link(self, object_key: str, *, file_name: str, life: timedelta) -> str:
        """Return an address from which anybody can download the file for so long, under this name."""
        ...
