"""What the use cases of accounts need."""

from dataclasses import dataclass
from ipaddress import IPv4Address, ip_address, ip_network

from pydantic import SecretStr

from esteira.accounts.ports import (
    AccountMails,
    AccountRepository,
    CodeRepository,
    KeyRepository,
    PasswordHasher,
    SessionRepository,
    TryLimiter,
)
from esteira.core.auditing.audited import RecordAction
from esteira.core.clock import Clock
from esteira.core.sealing import SecretSealer


@dataclass(frozen=True, kw_only=True)
class AccountDeps:
    """Dependencies of all use cases of accounts. `code_key` is the key of the digests of codes and addresses.

    `record`: for what happens without a principal; who calls a use case for a principal records it.
    `sign_ins_per_second`: of people who come from an address that is new to their account.
    """

    account_repository: AccountRepository
    session_repository: SessionRepository
    code_repository: CodeRepository
    try_limiter: TryLimiter
    key_repository: KeyRepository
    hasher: PasswordHasher
    mails: AccountMails
    record: RecordAction
    sealer: SecretSealer
    code_key: SecretStr
    sign_ins_per_second: int
    clock: Clock


@dataclass(frozen=True, kw_only=True)
class Caller:
    """Where a request came from: the address that the gateway saw, and what the browser called itself."""

    address: str = ""
    agent: str = ""

    @property
    def network(self) -> str:
        """What tries are counted by: the address, or the /64 of an IPv6 address, of which one subscriber has all."""
        try:
            address = ip_address(self.address)
        except ValueError:
            return self.address
        if isinstance(address, IPv4Address):
            return str(address)
        return str(address.ipv4_mapped or ip_network((address.packed[:8] + bytes(8), 64)))


NOBODY = Caller()
"""Where a request came from of which nothing is known."""
