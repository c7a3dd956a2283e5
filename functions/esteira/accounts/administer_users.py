"""Accounts as an administrator sees them: list, role, disabled; and the first administrator."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints, model_validator

from esteira.accounts.account import USER, Account
from esteira.accounts.deps import AccountDeps
from esteira.accounts.passwords import refuse_weak
from esteira.accounts.sign_up import SignUp, new_account
from esteira.core.errors import Conflict, LastAdmin, NotFound
from esteira.core.http.shapes import change
from esteira.core.log import logger
from esteira.core.numbers import Whole
from esteira.core.principal import Principal, Role, RoleName


class ListUsers(BaseModel, frozen=True, extra="forbid"):
    """Query: accounts by address, those after this one."""

    after: Annotated[str, StringConstraints(max_length=254)] = ""
    limit: Whole = Field(default=100, ge=1, le=500)


class ChangeUser(BaseModel, frozen=True, extra="forbid", json_schema_extra=change):
    """Command: change role or access of an account."""

    role: RoleName | None = None
    disabled: bool | None = None

    @model_validator(mode="after")
    def _changes_something(self) -> "ChangeUser":
        if self.role is None and self.disabled is None:
            raise ValueError("give role or disabled")
        return self


def list_users(deps: AccountDeps, query: ListUsers) -> Sequence[Account]:
    """Return a page of accounts."""
    return deps.account_repository.page(query.after, query.limit)


def show_user(deps: AccountDeps, user_id: str) -> Account:
    """Return an account. Raises `NotFound`."""
    try:
        account = deps.account_repository.by_id(str(UUID(user_id.removeprefix(USER))))
    except ValueError:
        account = None
    if account is None:
        raise NotFound("(user)")
    return account


def change_user(deps: AccountDeps, principal: Principal, user_id: str, command: ChangeUser) -> Account:
    """Change an account. A disabled one has no sessions from now on. Raises `NotFound` and `LastAdmin`."""
    account = show_user(deps, user_id)
    changed = replace(
        account,
        role=account.role if command.role is None else command.role,
        disabled=account.disabled if command.disabled is None else command.disabled,
        version=account.version + 1,
    )
    _keep_an_admin(deps, account, changed)
    if not deps.account_repository.replace(changed):
        raise Conflict("(the account was changed at the same time; try again)")
    if changed.disabled:
        deps.session_repository.end_all(account.id, deps.clock())
    logger.info("user changed", action="change_user", user=account.id, changed_by=principal.id)
    if changed.confirmed:
        deps.mails.keep_recipient(changed)
    return changed


def create_admin(deps: AccountDeps, command: SignUp) -> Account:
    """Create a confirmed administrator, or make one of the account with this address, whose password is set.

    For the command line, whose user has the keys to everything anyway.
    """
    refuse_weak(command.password, command.email)
    account = new_account(deps, command)
    if known := deps.account_repository.by_address(account.email_key):
        account = replace(known, password_hash=account.password_hash, version=known.version + 1)
    admin = replace(account, role=Role.ADMIN, confirmed=True, disabled=False)
    if not (deps.account_repository.replace(admin) if known else deps.account_repository.add(admin)):
        raise Conflict("(the account was changed at the same time; try again)")
    deps.mails.keep_recipient(admin)
    return admin


def _keep_an_admin(deps: AccountDeps, account: Account, changed: Account) -> None:
    was = account.role is Role.ADMIN and account.may_sign_in
    stays = changed.role is Role.ADMIN and changed.may_sign_in
    if was and not stays and deps.account_repository.admins() <= 1:
        raise LastAdmin
