"""esteira lookups, esteira digest"""

from collections.abc import Sequence
from contextlib import closing
from typing import Annotated, Any

import typer
from esteira.lookups.digests.digest import Digest, digest_mail
from esteira.lookups.digests.mail_digests import mail_digests, show_digests
from esteira.lookups.digests.wiring import Digests
from esteira.lookups.lookup_task import TaskState
from esteira.mail.letter_writer import TemplateLetterWriter
from esteira.mail.mail import Letter
from esteira.reconciliation.task_ledger import TaskLedger, read_task_ledger

from infra.cli.operator import operating
from infra.cli.output import AsJson, counted, messages, print_json, results
from infra.cli.tables import WholeTable
from infra.local.core_settings import outbox_settings

Now = Annotated[bool, typer.Option("--now", help="Today's, of the last 24 hours, whatever the time is.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only show them.")]


def lookups(*, as_json: AsJson = False) -> None:
    """Show the tasks of all look-ups by state, and prove that none is lost. Exit code 1 if one is."""
    with operating() as operator:
        ledger = read_task_ledger(operator.task_ledger_deps)
    if as_json:
        print_json(_ledger_json(ledger))
    else:
        _show_ledger(ledger)
    raise typer.Exit(1 if ledger.lost else 0)


def _ledger_json(ledger: TaskLedger) -> dict[str, int | bool]:
    return {
        **{state.value: number for state, number in ledger.states.items()},
        "unsent": ledger.unsent,
        "messages": ledger.messages,
        "dead_letters": ledger.dead_letters,
        "lost": ledger.lost,
        "ok": not ledger.lost,
    }


def _show_ledger(ledger: TaskLedger) -> None:
    states = list(TaskState)
    table = WholeTable(*(state.value.replace("_", " ") for state in states), "messages", "dead letters")
    table.add_row(*(str(ledger.states[state]) for state in states), str(ledger.messages), str(ledger.dead_letters))
    results.print(table)
    if ledger.unsent:
        results.print(f"{ledger.unsent} queued ones are not sent yet; the schedule sends them within a minute.")
    if ledger.lost:
        results.print(f"look-ups: [red]{ledger.lost} have lost their message; the schedule queues them anew[/]")
    elif ledger.in_motion:
        results.print(f"look-ups: {ledger.in_motion} in motion, none lost")
    else:
        results.print("look-ups: [green]ok[/]")


def digest(*, now: Now = False, dry_run: DryRun = False, as_json: AsJson = False) -> None:
    """Mail the digests of look-ups that are due, as the schedule does each minute; a person has one a day at most."""
    with closing(Digests(outbox_settings())) as wiring:
        made = (show_digests if dry_run else mail_digests)(wiring.digest_deps, at_once=now)
    if as_json:
        print_json({"digests": [_digest_json(each) for each in made]})
        return
    _show_digests(made)
    messages.print(f"{counted(len(made), 'digest')} {'would be mailed.' if dry_run else 'put into the outbox.'}")


def _show_digests(digests: Sequence[Digest]) -> None:
    for each in digests:
        letter = _letter(each)
        results.print(f"To:      {each.recipient.email}\nSubject: {letter.subject}\n\n{letter.text}", markup=False)


def _digest_json(digest: Digest) -> dict[str, Any]:
    letter = _letter(digest)
    counts = {outcome.value: each.count for outcome, each in digest.summary.items()}
    to, day = digest.recipient.email, digest.period.day.isoformat()
    return {"to": to, "day": day, "counts": counts, "subject": letter.subject, "text": letter.text}


def _letter(digest: Digest) -> Letter:
    mail = digest_mail(digest)
    facts = {**mail.facts, "name": digest.recipient.shown_name}
    return TemplateLetterWriter().write(mail.kind, digest.recipient.language, facts)
