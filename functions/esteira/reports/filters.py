"""What may be asked for: a model of filters for each kind, and the command that starts a report."""

from typing import Annotated, Any, Literal, Self, get_args

from pydantic import BaseModel, BeforeValidator, Field, RootModel, StringConstraints, model_validator

from esteira.consumer.outcomes import AttemptStatus
from esteira.core.moments import Moment
from esteira.core.names import Lane, SourceName, one_of
from esteira.core.payments import State
from esteira.core.reporting.error_message import Fingerprint
from esteira.core.reporting.error_report import ErrorKind
from esteira.failures.failure import FailureState
from esteira.lookups.cnpj import Cnpj
from esteira.lookups.lookup_task import TaskState
from esteira.reports.report import ReportFormat, ReportKind

Words = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\x00]+$")]


class Filters(BaseModel, frozen=True, extra="forbid"):
    """Filters of all kinds: when it happened, from `since` on and before `until`."""

    since: Moment | None = None
    until: Moment | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.since and self.until and self.since >= self.until:
            raise ValueError("since must be before until")
        return self


class OrderFilters(Filters):
    """Filters of the orders in the target: when they arrived there."""

    source: SourceName | None = None
    payment_state: State | None = None


class AttemptFilters(Filters):
    """Filters of the attempts: when they ended."""

    lane: Lane | None = None
    source: SourceName | None = None
    status: Annotated[AttemptStatus, BeforeValidator(one_of(AttemptStatus))] | None = None


class DeadLetterFilters(Filters):
    """Filters of what used up its attempts: when the last one failed."""

    lane: Lane | None = None


class LookupFilters(Filters):
    """Filters of the runs of look-ups: when they were due."""

    state: Annotated[TaskState, BeforeValidator(one_of(TaskState))] | None = None
    cnpj: Cnpj | None = None


class FailureFilters(Filters):
    """Filters of the errors: when they were kept."""

    state: Annotated[FailureState, BeforeValidator(one_of(FailureState))] | None = None
    kind: Annotated[ErrorKind, BeforeValidator(one_of(ErrorKind))] | None = None
    lane: Lane | None = None
    fingerprint: Fingerprint | None = None


class AuditFilters(Filters):
    """Filters of the audit log. `by`: an id or a name. `action`: a whole one, or its topic, such as `lane`."""

    by: Words | None = None
    action: Words | None = None
    outcome: Literal["done", "refused", "failed"] | None = None


class _Start(BaseModel, frozen=True, extra="forbid"):
    format: Annotated[ReportFormat, BeforeValidator(one_of(ReportFormat))] = ReportFormat.CSV


class StartOrders(_Start):
    """Starts a report of the orders in the target."""

    kind: Literal["orders"]
    filters: OrderFilters = OrderFilters()


class StartAttempts(_Start):
    """Starts a report of the attempt log."""

    kind: Literal["attempts"]
    filters: AttemptFilters = AttemptFilters()


class StartDeadLetters(_Start):
    """Starts a report of orders, callbacks and look-ups that used up their attempts."""

    kind: Literal["dead_letters"]
    filters: DeadLetterFilters = DeadLetterFilters()


class StartLookups(_Start):
    """Starts a report of the runs of look-ups: one's own, or everybody's for administrators."""

    kind: Literal["lookups"]
    filters: LookupFilters = LookupFilters()


class StartFailures(_Start):
    """Starts a report of the errors that are kept."""

    kind: Literal["failures"]
    filters: FailureFilters = FailureFilters()


class StartAudit(_Start):
    """Starts a report of the audit log; for administrators."""

    kind: Literal["audit"]
    filters: AuditFilters = AuditFilters()


AnyStart = StartOrders | StartAttempts | StartDeadLetters | StartLookups | StartFailures | StartAudit


class StartReport(RootModel[Annotated[AnyStart, Field(discriminator="kind")]], frozen=True):
    """Starts a report of one kind, with the filters of that kind."""

    @property
    def kind(self) -> ReportKind:
        """What its rows are."""
        return ReportKind(self.root.kind)

    @property
    def format(self) -> ReportFormat:
        """The format of its file."""
        return self.root.format

    @property
    def filters(self) -> dict[str, Any]:
        """The filters that are set, as JSON."""
        return self.root.filters.model_dump(mode="json", exclude_none=True)


FILTERS: dict[ReportKind, type[Filters]] = {
    ReportKind(*get_args(start.model_fields["kind"].annotation)): type(start.model_fields["filters"].default)
    for start in get_args(AnyStart)
}
"""The model of each kind's filters, by which a stored job is read again."""
