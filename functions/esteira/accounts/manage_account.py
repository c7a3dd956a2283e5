"""A person's own account: profile and password."""

from dataclasses import dataclass, replace

from pydantic import BaseModel, model_validator

from esteira.accounts.account import Account, EmailAddress, LanguageCode, PersonName, address_key, own_account_id
from esteira.accounts.codes import Code, Purpose
from esteira.accounts.deps import NOBODY, AccountDeps, Caller
from esteira.accounts.limits import TRIES_FROM_ONE_ADDRESS, take_mail, take_try
from esteira.accounts.mail_code import mail_code
from esteira.accounts.passwords import GivenPassword, Password, refuse_weak
from esteira.accounts.sign_up import NameAddress, check_code
from esteira.core.auditing.audited import Audited
from esteira.core.errors import NotFound, Unprocessable
from esteira.core.http.shapes import change_without_null
from esteira.core.moments import TimeZone
from esteira.core.principal import Principal
from esteira.mail.mail_kind import MailKind


class ChangeProfile(BaseModel, frozen=True, extra="forbid", json_schema_extra=change_without_null):
    """Command: change the named fields of the own account. `lookup_mails`: whether to get them and the digest."""

    name: PersonName | None = None
    language: LanguageCode | None = None
    time_zone: TimeZone | None = None
    lookup_mails: bool | None = None

    @model_validator(mode="after")
    def _changes_something(self) -> "ChangeProfile":
        if not self.model_fields_set or None in (getattr(self, name) for name in self.model_fields_set):
            raise ValueError("give name, language, time_zone or lookup_mails, and none of them as null")
        return self


@dataclass(frozen=True, kw_only=True)
class Profile:
    """An account, and whether its owner gets mails about look-ups and the digest."""

    account: Account
    lookup_mails: bool


class ChangePassword(BaseModel, frozen=True, extra="forbid"):
    """Command: change the own password."""

    current: GivenPassword
    password: Password


class ResetPassword(BaseModel, frozen=True, extra="forbid"):
    """Command: set a new password with the mailed code."""

    email: EmailAddress
    code: Code
    password: Password


def read_account(deps: AccountDeps, principal: Principal) -> Account:
    """Return the own account. Raises `NotFound` for a machine, which has none."""
    account = deps.account_repository.by_id(own_account_id(principal))
    if account is None:
        raise NotFound("(account; a machine's token has none)")
    return account


def read_profile(deps: AccountDeps, principal: Principal) -> Profile:
    """Return the own account, and which mails its owner wants. Raises `NotFound` and `TargetUnavailable`."""
    return _profile(deps, read_account(deps, principal))


def change_profile(deps: AccountDeps, principal: Principal, command: ChangeProfile) -> Profile:
    """Change the named fields. Raises `NotFound` and `TargetUnavailable`."""
    account = _changed_account(deps, principal, command)
    deps.mails.keep_recipient(account)
    if command.lookup_mails is not None:
        deps.mails.want_lookup_mails(account, wanted=command.lookup_mails)
    return _profile(deps, account)


def _changed_account(deps: AccountDeps, principal: Principal, command: ChangeProfile) -> Account:
    fields = {name: getattr(command, name) for name in command.model_fields_set - {"lookup_mails"}}
    while True:
        account = read_account(deps, principal)
        changed = replace(account, **fields, version=account.version + 1)
        if not fields:
            return account
        if deps.account_repository.replace(changed):
            return changed


def _profile(deps: AccountDeps, account: Account) -> Profile:
    return Profile(account=account, lookup_mails=deps.mails.wants_lookup_mails(account))


def change_password(deps: AccountDeps, principal: Principal, command: ChangePassword) -> None:
    """Change the password, and end all other sessions. Raises `Unprocessable` and `TooManyRequests`."""
    account = read_account(deps, principal)
    refuse_weak(command.password, account.email)
    take_try(deps, TRIES_FROM_ONE_ADDRESS, "change-password", account.id)
    if not deps.hasher.matches(account.password_hash, command.current):
        raise Unprocessable("(current: is not your password)")
    _set_password(deps, account, command.password, but=principal.session or "")


def ask_for_reset(deps: AccountDeps, command: NameAddress) -> None:
    """Mail a code with which the password can be set. Nothing tells whether there is such an account.

    Raises `TooManyRequests`.
    """
    take_mail(deps, command.email)
    account = deps.account_repository.by_address(address_key(command.email))
    if account is not None and account.may_sign_in:
        mail_code(deps, account, Purpose.RESET)


def reset_password(deps: AccountDeps, command: ResetPassword, caller: Caller = NOBODY) -> None:
    """Set a new password, and end all sessions. Raises `Unprocessable` for a wrong code or a weak password."""
    refuse_weak(command.password, command.email)
    account = check_code(deps, command.email, command.code, Purpose.RESET)
    _set_password(deps, account, command.password)
    owner = account.principal("")
    deps.record(Audited(principal=owner, action="password.reset", subject=owner.id, address=caller.address))


def _set_password(deps: AccountDeps, account: Account, password: Password, *, but: str = "") -> None:
    changed = replace(account, password_hash=deps.hasher.hash(password), version=account.version + 1)
    if not deps.account_repository.replace(changed):
        raise Unprocessable("(the account was changed at the same time; try again)")
    deps.session_repository.end_all(account.id, deps.clock(), but=but)
    deps.mails.send(MailKind.PASSWORD_CHANGED, changed, {}, f"password:{account.id}:{changed.version}")
