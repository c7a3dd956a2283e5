"""What the pages of accounts need."""

from dataclasses import dataclass

from esteira.accounts.deps import AccountDeps
from esteira.accounts.manage_machine_tokens import MachineTokenDeps


@dataclass(frozen=True, kw_only=True)
class AccountPageDeps:
    """The use cases' dependencies."""

    accounts: AccountDeps
    machines: MachineTokenDeps
