"""Codes, signing keys and tokens of machines in MongoDB: digests, sealed keys, and nothing that could be used."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from pymongo import ASCENDING
from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from esteira.accounts.codes import MAX_TRIES, KeptCode, Purpose
from esteira.accounts.machine_token import MachineToken
from esteira.accounts.mongo.collections import SECONDS
from esteira.accounts.signing_keys import SigningKey
from esteira.core.errors import AccountsUnavailable
from esteira.core.mongo import answers_within
from esteira.core.principal import Role


class MongoCodeRepository:
    """The port `CodeRepository`."""

    def __init__(self, database: Database[Any]) -> None:
        self._codes = database["account_codes"]

    def put(self, code: KeptCode) -> None:
        """See `CodeRepository.put`."""
        key = _code_id(code.account_id, code.purpose)
        document = {"_id": key, "digest": code.digest, "expires_at": code.expires_at, "tries": 0}
        with answers_within(SECONDS, AccountsUnavailable):
            self._codes.replace_one({"_id": key}, document, upsert=True)

    def try_code(self, account_id: str, purpose: Purpose, digest: str, now: datetime) -> bool:
        """See `CodeRepository.try_code`."""
        key = _code_id(account_id, purpose)
        counted = {"_id": key, "expires_at": {"$gt": now}, "tries": {"$lt": MAX_TRIES}}
        with answers_within(SECONDS, AccountsUnavailable):
            if self._codes.update_one(counted, {"$inc": {"tries": 1}}).modified_count == 0:
                return False
            return self._codes.delete_one({"_id": key, "digest": {"$eq": digest}}).deleted_count == 1


class MongoKeyRepository:
    """The port `KeyRepository`."""

    FIRST = "first"

    def __init__(self, database: Database[Any]) -> None:
        self._keys = database["signing_keys"]

    def all(self) -> Sequence[SigningKey]:
        """See `KeyRepository.all`."""
        with answers_within(SECONDS, AccountsUnavailable):
            return [_key(document) for document in self._keys.find()]

    def add(self, key: SigningKey) -> None:
        """See `KeyRepository.add`."""
        with answers_within(SECONDS, AccountsUnavailable):
            self._keys.insert_one({"_id": key.kid, **asdict(key)})

    def add_first(self, key: SigningKey) -> None:
        """See `KeyRepository.add_first`."""
        with answers_within(SECONDS, AccountsUnavailable):
            try:
                self._keys.insert_one({"_id": self.FIRST, **asdict(key)})
            except DuplicateKeyError:
                return

    def remove(self, kids: Sequence[str]) -> None:
        """See `KeyRepository.remove`."""
        with answers_within(SECONDS, AccountsUnavailable):
            self._keys.delete_many({"kid": {"$in": list(kids)}})


class MongoMachineTokenRepository:
    """The port `MachineTokenRepository`."""

    def __init__(self, database: Database[Any]) -> None:
        self._tokens = database["machine_tokens"]

    def add(self, token: MachineToken) -> bool:
        """See `MachineTokenRepository.add`."""
        with answers_within(SECONDS, AccountsUnavailable):
            try:
                self._tokens.insert_one(_machine_document(token))
            except DuplicateKeyError:
                return False
        return True

    def put(self, token: MachineToken) -> None:
        """See `MachineTokenRepository.put`."""
        with answers_within(SECONDS, AccountsUnavailable):
            self._tokens.replace_one({"_id": token.name}, _machine_document(token), upsert=True)

    def by_digest(self, digest: str) -> MachineToken | None:
        """See `MachineTokenRepository.by_digest`."""
        with answers_within(SECONDS, AccountsUnavailable):
            document = self._tokens.find_one({"digest": {"$eq": digest}})
        return None if document is None else _machine(document)

    def all(self) -> Sequence[MachineToken]:
        """See `MachineTokenRepository.all`."""
        with answers_within(SECONDS, AccountsUnavailable):
            return [_machine(document) for document in self._tokens.find().sort("_id", ASCENDING)]

    def remove(self, name: str) -> bool:
        """See `MachineTokenRepository.remove`."""
        with answers_within(SECONDS, AccountsUnavailable):
            return self._tokens.delete_one({"_id": {"$eq": name}}).deleted_count == 1


def _code_id(account_id: str, purpose: Purpose) -> str:
    return f"{purpose.value}:{account_id}"


def _key(document: Mapping[str, Any]) -> SigningKey:
    fields = dict(document)
    del fields["_id"]
    return SigningKey(**fields)


def _machine_document(token: MachineToken) -> dict[str, Any]:
    fields = asdict(token) | {"role": token.role.value}
    return {"_id": fields.pop("name"), **fields}


def _machine(document: Mapping[str, Any]) -> MachineToken:
    fields = dict(document)
    return MachineToken(name=fields.pop("_id"), role=Role(fields.pop("role")), **fields)
