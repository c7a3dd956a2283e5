"""Accounts in memory."""

from collections.abc import Sequence

from esteira.accounts.account import Account
from esteira.core.principal import Role


class MemoryAccountRepository:
    """The port `AccountRepository`."""

    def __init__(self) -> None:
        self._accounts: dict[str, Account] = {}

    def add(self, account: Account) -> bool:
        """See `AccountRepository.add`."""
        if self.by_address(account.email_key) is not None:
            return False
        self._accounts[account.id] = account
        return True

    def replace(self, account: Account) -> bool:
        """See `AccountRepository.replace`."""
        old = self._accounts.get(account.id)
        if old is None or old.version != account.version - 1:
            return False
        self._accounts[account.id] = account
        return True

    def by_id(self, account_id: str) -> Account | None:
        """See `AccountRepository.by_id`."""
        return self._accounts.get(account_id)

    def by_address(self, email_key: str) -> Account | None:
        """See `AccountRepository.by_address`."""
        return next((account for account in self._accounts.values() if account.email_key == email_key), None)

    def page(self, after: str, limit: int) -> Sequence[Account]:
        """See `AccountRepository.page`."""
        accounts = sorted(self._accounts.values(), key=lambda account: account.email_key)
        return [account for account in accounts if account.email_key > after][:limit]

    def admins(self) -> int:
        """See `AccountRepository.admins`."""
        return sum(account.role is Role.ADMIN and account.may_sign_in for account in self._accounts.values())
