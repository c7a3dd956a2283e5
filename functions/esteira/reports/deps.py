"""The dependencies of who asks for reports, and of who writes them."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from esteira.core.clock import Clock
from esteira.reports.ports import FileStore, ReportJobs, RowSource
from esteira.reports.report import ReportKind


@dataclass(frozen=True, kw_only=True)
class ReportDeps:
    """For what people do. `announce` says that a job has changed."""

    jobs: ReportJobs
    files: FileStore
    new_id: Callable[[], UUID]
    announce: Callable[[], None]
    clock: Clock


@dataclass(frozen=True, kw_only=True)
class WriterDeps:
    """For the worker. `at_once`: how many reports may be written at the same time by all workers."""

    jobs: ReportJobs
    files: FileStore
    source: Callable[[ReportKind], RowSource]
    announce: Callable[[], None]
    clock: Clock
    at_once: int = 4
    note_every_seconds: float = 1.0
