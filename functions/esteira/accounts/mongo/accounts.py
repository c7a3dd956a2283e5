"""Accounts in MongoDB."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from pymongo import ASCENDING
from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from esteira.accounts.account import Account, Language
from esteira.accounts.mongo.collections import SECONDS
from esteira.core.errors import AccountsUnavailable
from esteira.core.mongo import answers_within
from esteira.core.principal import Role


class MongoAccountRepository:
    """The port `AccountRepository`."""

    def __init__(self, database: Database[Any]) -> None:
        self._accounts = database["accounts"]

    def add(self, account: Account) -> bool:
        """See `AccountRepository.add`."""
        with answers_within(SECONDS, AccountsUnavailable):
            try:
                self._accounts.insert_one(_document(account))
            except DuplicateKeyError:
                return False
        return True

    def replace(self, account: Account) -> bool:
        """See `AccountRepository.replace`."""
        with answers_within(SECONDS, AccountsUnavailable):
            before = {"_id": account.id, "version": account.version - 1}
            return self._accounts.replace_one(before, _document(account)).matched_count == 1

    def by_id(self, account_id: str) -> Account | None:
        """See `AccountRepository.by_id`."""
        return self._one({"_id": {"$eq": account_id}})

    def by_address(self, email_key: str) -> Account | None:
        """See `AccountRepository.by_address`."""
        return self._one({"email_key": {"$eq": email_key}})

    def page(self, after: str, limit: int) -> Sequence[Account]:
        """See `AccountRepository.page`."""
        with answers_within(SECONDS, AccountsUnavailable):
            found = self._accounts.find({"email_key": {"$gt": after}}).sort("email_key", ASCENDING).limit(limit)
            return [_account(document) for document in found]

    def admins(self) -> int:
        """See `AccountRepository.admins`."""
        with answers_within(SECONDS, AccountsUnavailable):
            return self._accounts.count_documents({"role": Role.ADMIN.value, "confirmed": True, "disabled": False})

    def _one(self, query: Mapping[str, Any]) -> Account | None:
        with answers_within(SECONDS, AccountsUnavailable):
            document = self._accounts.find_one(query)
        return None if document is None else _account(document)


def _document(account: Account) -> dict[str, Any]:
    fields = asdict(account) | {"role": account.role.value, "language": account.language.value}
    return {"_id": fields.pop("id"), **fields}


def _account(document: Mapping[str, Any]) -> Account:
    fields = dict(document)
    return Account(
        id=fields.pop("_id"), role=Role(fields.pop("role")), language=Language(fields.pop("language")), **fields
    )
