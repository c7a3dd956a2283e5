"""Mails as rows of a table, and as facts."""

from esteira.mail.mail import KeptMail, MailState

from console.elements.data_table import Column, Row
from console.elements.facts import Fact
from console.pages.mails.words import MailsWords

TONES = {MailState.PENDING: "slow", MailState.SENDING: "slow", MailState.SENT: "normal", MailState.FAILED: "alert"}


def columns(words: MailsWords) -> list[Column]:
    """Return the columns."""
    return [
        Column(key="kind", label=words.kind, kind="link"),
        Column(key="to", label=words.to, wide=True),
        Column(key="state", label=words.state, kind="state"),
        Column(key="tries", label=words.tries, kind="number"),
        Column(key="created", label=words.created, kind="time"),
        Column(key="sent", label=words.sent, kind="time"),
    ]


def row(mail: KeptMail, words: MailsWords) -> Row:
    """Return a mail, whose kind leads to its page."""
    return {
        "key": mail.id,
        "kind": {"text": words.kinds[mail.kind], "href": f"/mails/{mail.id}"},
        "to": mail.email,
        "state": {"text": words.states[mail.state], "tone": TONES[mail.state]},
        "tries": mail.tries,
        "created": mail.created_at,
        "sent": mail.sent_at,
    }


def facts(mail: KeptMail, words: MailsWords) -> list[Fact]:
    """Return what is known of a mail beside its text."""
    return [
        Fact(words.state, words.states[mail.state], tone=TONES[mail.state]),
        Fact(words.error, mail.error),
        Fact(words.kind, words.kinds[mail.kind]),
        Fact(words.to, mail.email),
        Fact(words.tries, mail.tries),
        Fact(words.created, mail.created_at),
        Fact(words.sent, mail.sent_at),
    ]
