"""One round of the relay."""

from collections.abc import Callable, Sequence

from infra.docker.mail_relay.handed_over import HandedOver
from infra.local.sent_mails import KeptMail


def relay(kept: Sequence[KeptMail], handed_over: HandedOver, hand_over: Callable[[KeptMail], None]) -> None:
    """Hand over the mails that were not yet, each noted before the next. Whatever `hand_over` raises ends the round."""
    # Ids of an emulator that was restarted are forgotten: it has lost the mails, and never gives an id again.
    done = handed_over.read() & {mail.id for mail in kept}
    for mail in kept:
        if mail.id not in done:
            hand_over(mail)
            done |= {mail.id}
            handed_over.write(done)
