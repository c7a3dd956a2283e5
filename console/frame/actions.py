"""How an action of a visitor is done: allowed by their role as it is now, audited whatever became of it, and answered.

This is the only place in which the console decides who may change something.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from esteira.core.auditing.audited import Audited, Facts, Outcome, outcome_of, reason_of
from esteira.core.errors import EsteiraError, Forbidden, Unauthorized
from esteira.core.http.policies import Policy
from esteira.core.log import logger
from esteira.core.principal import Principal
from nicegui import ui

from console.frame.audit_trail import AuditTrail
from console.frame.words import FrameWords
from console.words.words import Words

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Action:
    """What is done: `name` as the audit log has it (`lane.paused`), to what, and who may."""

    name: str
    subject: str
    policy: Policy = Policy.OPERATOR


@dataclass(frozen=True, kw_only=True)
class Done(Generic[T]):
    """The result of an action, and what it changed."""

    value: T
    before: Facts | None = None
    after: Facts | None = None


Work = Callable[[str], Done[T]]
"""Does it, by the name of who does it. Outside of the event loop; raises as the use case does."""


Say = Callable[[T], str]


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Does the actions of one visit. `who` returns the visitor as they are known now; it blocks."""

    who: Callable[[], Principal]
    audit: AuditTrail
    words: Words
    frame_words: FrameWords
    address: str = ""

    async def perform(self, action: Action, work: Work[T], *, done: str | Say[T] = "") -> T | None:
        """Do it and say so: `done`, or what that makes of the value.

        Returns the value, or None after the visitor was told why there is none.
        """
        try:
            result = await asyncio.to_thread(self._audited, action, work)
        except Unauthorized:
            ui.notify(self.frame_words.signed_out, type="negative")
            ui.navigate.to("/sign-in")
        except EsteiraError as error:
            sentence = self.words.reason(error.public_message)
            ui.notify(self.frame_words.refused.format(sentence), type="negative", multi_line=True)
        except Exception:
            logger.exception("action failed", action=action.name, subject=action.subject)
            ui.notify(self.frame_words.unexpected, type="negative")
        else:
            said = done if isinstance(done, str) else done(result.value)
            ui.notify(said or self.frame_words.done, type="positive")
            return result.value
        return None

    def _audited(self, action: Action, work: Work[T]) -> Done[T]:
        audited = Audited(
            principal=self.who(), action=action.name, subject=action.subject, outcome=Outcome.DONE, address=self.address
        )
        try:
            _check(action.policy, audited.principal)
            done = work(audited.principal.name)
        except Exception as error:
            self.audit.record(replace(audited, outcome=outcome_of(error), reason=reason_of(error)))
            raise
        self.audit.record(replace(audited, before=done.before, after=done.after))
        return done


def _check(policy: Policy, principal: Principal) -> None:
    if not policy.allows(principal.role):
        raise Forbidden(f"(it needs the role {policy}; yours is {principal.role})")
