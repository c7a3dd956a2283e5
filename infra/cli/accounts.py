"""The accounts of this installation, for one command."""

from collections.abc import Iterator
from contextlib import contextmanager

from esteira.accounts.mongo.collections import create_account_indexes
from esteira.accounts.wiring import Accounts

from infra.local.core_settings import account_settings


@contextmanager
def managing_accounts() -> Iterator[Accounts]:
    """The accounts of this installation, or of the one that the settings name, with their indexes.

    Closes their connections.
    """
    accounts = Accounts(account_settings())
    try:
        create_account_indexes(accounts.database)
        yield accounts
    finally:
        accounts.close()
