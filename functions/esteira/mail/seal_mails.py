"""Encrypts the facts of mails, before they are kept."""

import json
from collections.abc import Iterable, Sequence

from pydantic import SecretStr

from esteira.core.sealing import SecretSealer
from esteira.mail.mail import NewMail, SealedMail


def seal_mails(sealer: SecretSealer, mails: Iterable[NewMail]) -> Sequence[SealedMail]:
    """Return the mails with encrypted facts, as `add_mails` in `mail.postgres.in_transaction` takes them."""
    return [SealedMail(mail=mail, sealed_facts=sealed_facts(sealer, mail)) for mail in mails]


def sealed_facts(sealer: SecretSealer, mail: NewMail) -> bytes:
    """Return the encrypted facts of a mail."""
    return sealer.seal(SecretStr(json.dumps(dict(mail.facts))))
