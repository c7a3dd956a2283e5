"""Shows one mail with its text, to its recipient or to an administrator."""

from dataclasses import dataclass
from uuid import UUID

from esteira.core.errors import NotFound, SealBroken
from esteira.core.log import logger
from esteira.core.principal import Principal, Role
from esteira.core.sealing import SecretSealer
from esteira.core.strict_json import json_value
from esteira.mail.mail import KeptMail, Letter, StoredMail
from esteira.mail.ports import LetterWriter, Outbox


@dataclass(frozen=True, kw_only=True)
class ReadMailDeps:
    """Dependencies of `read_mail`."""

    outbox: Outbox
    letter_writer: LetterWriter
    sealer: SecretSealer


@dataclass(frozen=True, kw_only=True)
class ShownMail:
    """A mail, and its text: None if it holds a code, has been forgotten, or was sealed with a key that is gone."""

    kept: KeptMail
    letter: Letter | None


def read_mail(deps: ReadMailDeps, principal: Principal, mail_id: str) -> ShownMail:
    """Return a mail. Raises `NotFound`, also for one of somebody else.

    A code is shown to nobody: with it an administrator, or who has copied an access token, could take the account over.
    """
    stored = _existing(deps.outbox, mail_id)
    if principal.id != stored.kept.recipient_id and not principal.role.includes(Role.ADMIN):
        raise NotFound("(mail)")
    return ShownMail(kept=stored.kept, letter=_letter(deps, stored))


def _existing(outbox: Outbox, mail_id: str) -> StoredMail:
    try:
        stored = outbox.find(str(UUID(mail_id)))
    except ValueError:
        stored = None
    if stored is None:
        raise NotFound("(mail)")
    return stored


def _letter(deps: ReadMailDeps, stored: StoredMail) -> Letter | None:
    if stored.kept.kind.holds_a_code or stored.sealed_facts is None:
        return None
    try:
        facts = json_value(deps.sealer.open(stored.sealed_facts).get_secret_value())
    except SealBroken as error:
        logger.warning("mail not readable", action="read_mail", mail=stored.kept.id, error=error.public_message)
        return None
    recipient = stored.recipient
    return deps.letter_writer.write(stored.kept.kind, recipient.language, {**facts, "name": recipient.shown_name})
