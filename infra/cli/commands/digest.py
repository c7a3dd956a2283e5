"""esteira digest"""

from collections.abc import Sequence
from contextlib import closing
from typing import Annotated, Any

import typer
from esteira.lookups.digests.digest import Digest, digest_mail
from esteira.lookups.digests.mail_digests import mail_digests, show_digests
from esteira.lookups.digests.wiring import Digests
from esteira.mail.letter_writer import TemplateLetterWriter
from esteira.mail.mail import Letter

from infra.cli.output import AsJson, counted, messages, print_json, results
from infra.local.core_settings import outbox_settings

Now = Annotated[bool, typer.Option("--now", help="Today's, of the last 24 hours, whatever the time is.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only show them.")]


def digest(*, now: Now = False, dry_run: DryRun = False, as_json: AsJson = False) -> None:
    """Mail the digests of look-ups that are due, as the schedule does each minute; a person has one a day at most."""
    with closing(Digests(outbox_settings())) as wiring:
        made = (show_digests if dry_run else mail_digests)(wiring.digest_deps, at_once=now)
    if as_json:
        print_json({"digests": [_json(each) for each in made]})
        return
    _show(made)
    messages.print(f"{counted(len(made), 'digest')} {'would be mailed.' if dry_run else 'put into the outbox.'}")


def _show(digests: Sequence[Digest]) -> None:
    for each in digests:
        letter = _letter(each)
        results.print(f"To:      {each.recipient.email}\nSubject: {letter.subject}\n\n{letter.text}", markup=False)


def _json(digest: Digest) -> dict[str, Any]:
    letter = _letter(digest)
    counts = {outcome.value: each.count for outcome, each in digest.summary.items()}
    to, day = digest.recipient.email, digest.period.day.isoformat()
    return {"to": to, "day": day, "counts": counts, "subject": letter.subject, "text": letter.text}


def _letter(digest: Digest) -> Letter:
    mail = digest_mail(digest)
    facts = {**mail.facts, "name": digest.recipient.shown_name}
    return TemplateLetterWriter().write(mail.kind, digest.recipient.language, facts)
