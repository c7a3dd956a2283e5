"""Records what commands change: under `cli:<user>`, with what it was before and after."""

import getpass
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace

from esteira.accounts.wiring import Authentication
from esteira.audit.record_entry import record_entry
from esteira.core.auditing.audited import Audited, Facts, outcome_of, reason_of
from esteira.core.errors import EsteiraError
from esteira.core.principal import Principal, Role
from esteira.core.reporting.error_report import ErrorReport
from rich.markup import escape

from infra.cli.output import messages
from infra.errors import InfraError
from infra.local.core_settings import authentication_settings

NOT_RECORDED = "[yellow]not in the audit log:[/]"


@dataclass
class Deed:
    """What a command does. It sets what it knows: what the subject was, and what it is now."""

    subject: str
    before: Facts | None = None
    after: Facts | None = None


@contextmanager
def audited(action: str, subject: str) -> Iterator[Deed]:
    """Record the block as one action, also when it raises.

    Where MongoDB cannot be reached the command goes on, and the entry is printed as a line of stderr.
    """
    deed = Deed(subject=subject)
    try:
        yield deed
    except Exception as error:
        _record(replace(_done(action, deed), outcome=outcome_of(error), reason=reason_of(error)))
        raise
    _record(_done(action, deed))


def _done(action: str, deed: Deed) -> Audited:
    return Audited(principal=cli_user(), action=action, subject=deed.subject, before=deed.before, after=deed.after)


def cli_user() -> Principal:
    """The user of the operating system, who can do everything here."""
    name = f"cli:{getpass.getuser()}"
    return Principal(id=name, kind="cli", role=Role.ADMIN, name=name)


def _record(done: Audited) -> None:
    try:
        with closing(Authentication(authentication_settings())) as wiring:
            record_entry(replace(wiring.audit_deps, report=_tell), done)
    except (EsteiraError, InfraError, OSError) as error:
        _say(str(error))


def _tell(reports: Sequence[ErrorReport]) -> None:
    for report in reports:
        _say(f"{report.cause} {report.original}")


def _say(text: str) -> None:
    messages.print(f"{NOT_RECORDED} {escape(text)}", highlight=False)
