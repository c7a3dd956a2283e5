"""Creates an account, and confirms it with the code that was mailed to its address."""

from dataclasses import replace
from uuid import uuid4

from pydantic import BaseModel

from esteira.accounts.account import (
    Account,
    EmailAddress,
    Language,
    LanguageCode,
    PersonName,
    address_key,
)
from esteira.accounts.codes import Code, Purpose, code_digest
from esteira.accounts.deps import NOBODY, AccountDeps, Caller
from esteira.accounts.limits import SIGN_UPS_FROM_ONE_ADDRESS, take_mail, take_try
from esteira.accounts.mail_code import mail_code
from esteira.accounts.passwords import Password, refuse_weak
from esteira.core.auditing.audited import Audited, Facts
from esteira.core.errors import Unprocessable
from esteira.core.moments import DEFAULT_TIME_ZONE, TimeZone
from esteira.mail.mail_kind import MailKind


class SignUp(BaseModel, frozen=True, extra="forbid"):
    """Command: create an account."""

    email: EmailAddress
    password: Password
    name: PersonName
    language: LanguageCode = Language.PORTUGUESE
    time_zone: TimeZone = DEFAULT_TIME_ZONE


class NameAddress(BaseModel, frozen=True, extra="forbid"):
    """Command about the account with this address, if there is one."""

    email: EmailAddress


class Confirm(NameAddress):
    """Command: confirm an account with the mailed code."""

    code: Code


def sign_up(deps: AccountDeps, command: SignUp, caller: Caller) -> None:
    """Create an account and mail its code. Of an address that is taken nothing is told: its owner gets a mail.

    An account that was never confirmed is replaced, since whoever made it may not own the address. Raises
    `Unprocessable` for a weak password, and `TooManyRequests`.
    """
    refuse_weak(command.password, command.email)
    take_try(deps, SIGN_UPS_FROM_ONE_ADDRESS, "sign-up", caller.network)
    take_mail(deps, command.email)
    # Hashed in each case: the time of the answer must not tell whether the address is taken.
    account = new_account(deps, command)
    known = account if deps.account_repository.add(account) else _retaken(deps, account)
    if known.confirmed:
        _tell_owner(deps, known)
    else:
        mail_code(deps, known, Purpose.CONFIRM)
    deps.record(_by_owner(known, "account.signed_up", {"new": known is account}, caller))


def resend_code(deps: AccountDeps, command: NameAddress) -> None:
    """Mail a new code to an account that is not confirmed; otherwise do nothing. Raises `TooManyRequests`."""
    take_mail(deps, command.email)
    account = deps.account_repository.by_address(address_key(command.email))
    if account is not None and not account.confirmed:
        mail_code(deps, account, Purpose.CONFIRM)


def confirm(deps: AccountDeps, command: Confirm) -> Account:
    """Confirm an account, which may then sign in. Raises `Unprocessable` unless it is the newest code."""
    account = check_code(deps, command.email, command.code, Purpose.CONFIRM)
    confirmed = replace(account, confirmed=True, version=account.version + 1)
    if not account.confirmed and deps.account_repository.replace(confirmed):
        deps.record(_by_owner(confirmed, "account.confirmed", {"confirmed": True}))
    deps.mails.keep_recipient(confirmed)
    return confirmed


def check_code(deps: AccountDeps, address: str, code: str, purpose: Purpose) -> Account:
    """Return the account that this code was mailed to. Raises `Unprocessable`, in the same words in each case."""
    account = deps.account_repository.by_address(address_key(address))
    account_id = account.id if account else ""
    given = code_digest(deps.code_key, code, account_id=account_id, purpose=purpose)
    right = deps.code_repository.try_code(account_id, purpose, given, deps.clock())
    if account is None or not right:
        raise Unprocessable("(code: is not the one that was mailed last, or is older than 15 minutes; ask for another)")
    return account


def new_account(deps: AccountDeps, command: SignUp) -> Account:
    """Return an account that is not confirmed and not stored yet. Raises `TooManyRequests`."""
    return Account(
        id=str(uuid4()),
        email=command.email,
        email_key=address_key(command.email),
        name=command.name,
        language=command.language,
        time_zone=command.time_zone,
        password_hash=deps.hasher.hash(command.password),
        created_at=deps.clock(),
    )


def _retaken(deps: AccountDeps, account: Account) -> Account:
    old = deps.account_repository.by_address(account.email_key)
    if old is None or old.confirmed:
        return old or account
    renewed = replace(account, id=old.id, version=old.version + 1)
    return renewed if deps.account_repository.replace(renewed) else old


def _by_owner(account: Account, action: str, after: Facts, caller: Caller = NOBODY) -> Audited:
    owner = account.principal("")
    return Audited(principal=owner, action=action, subject=owner.id, after=after, address=caller.address)


def _tell_owner(deps: AccountDeps, account: Account) -> None:
    # By the hour: whoever signs up again and again does not fill the owner's mailbox.
    hour = f"{deps.clock():%Y-%m-%dT%H}"
    deps.mails.send(MailKind.ADDRESS_TAKEN, account, {}, f"taken:{account.id}:{hour}")
