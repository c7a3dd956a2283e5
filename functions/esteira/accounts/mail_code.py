"""Mails a code to the owner of an account."""

from esteira.accounts.account import Account
from esteira.accounts.codes import Purpose, keep, new_code
from esteira.accounts.deps import AccountDeps
from esteira.mail.mail_kind import MailKind

KINDS = {Purpose.CONFIRM: MailKind.CONFIRM_ACCOUNT, Purpose.RESET: MailKind.RESET_PASSWORD}


def mail_code(deps: AccountDeps, account: Account, purpose: Purpose) -> None:
    """Mail a new code, which takes the place of an older one."""
    code = new_code()
    kept = keep(deps.code_key, code, account_id=account.id, purpose=purpose, now=deps.clock())
    deps.code_repository.put(kept)
    deps.mails.send(KINDS[purpose], account, {"code": code}, f"{purpose}:{kept.digest[:32]}")
