"""The port of the digests."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from esteira.lookups.digests.digest import Digest, Plan
from esteira.mail.mail import SealedMail

Keep = Callable[[Sequence[Digest]], Sequence[SealedMail]]
"""Makes the mails of digests."""


@dataclass(frozen=True, kw_only=True)
class DigestPage:
    """The digests of a page of recipients. `last`: its last recipient; None if there are no more."""

    digests: Sequence[Digest]
    last: str | None


@dataclass(frozen=True, kw_only=True)
class DigestQuestion:
    """About whom to decide now: recipients, by id after this one, whose next digest is due at `due_until` or before."""

    now: datetime
    due_until: datetime
    after: str
    limit: int


class DigestStore(Protocol):
    """What digests are made of. Every method raises `TargetUnavailable`."""

    def decide(self, question: DigestQuestion, plan: Plan, keep: Keep | None) -> DigestPage:
        """Decide about a page of recipients.

        Those without a look-up in their period get none. Adds the mails and moves the recipients' next digests, all or
        none; without `keep` nothing is changed. Recipients whom another process is deciding about are left to it.
        """
        ...
