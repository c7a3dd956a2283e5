"""Handing over by SMTP."""

import re
import smtplib

from esteira.core.log import logger

from infra.errors import MailServerUnreachable
from infra.local.sent_mails import KeptMail

TIMEOUT_SECONDS = 10
FINAL = range(500, 600)
"""SMTP's answers that another attempt would not change."""


def hand_over(mail: KeptMail, host: str, port: int) -> None:
    """Return when the server has the mail, or refuses it for good, which is logged. Raises `MailServerUnreachable`."""
    try:
        with smtplib.SMTP(host, port, timeout=TIMEOUT_SECONDS) as server:
            server.sendmail(mail.sender, mail.recipients, _with_line_ends(mail.raw))
    except smtplib.SMTPRecipientsRefused as error:
        _refused(mail, min(code for code, _ in error.recipients.values()))
    except smtplib.SMTPResponseException as error:
        _refused(mail, error.smtp_code)
    except (OSError, smtplib.SMTPException) as error:
        raise MailServerUnreachable(f"({host}:{port}: {type(error).__name__})") from error


def _refused(mail: KeptMail, code: int) -> None:
    if code not in FINAL:
        raise MailServerUnreachable(f"({code})")
    logger.error("mail refused", action="relay", mail=mail.id, code=code)


def _with_line_ends(raw: bytes) -> bytes:
    """SMTP ends lines with CR LF; the emulator keeps mails as Python writes them."""
    return re.sub(rb"\r?\n", b"\r\n", raw)
