"""Sessions and refresh tokens in MongoDB. The session says whether its tokens count; a token, whether it was used."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from pymongo import DESCENDING, ReturnDocument
from pymongo.database import Database

from esteira.accounts.mongo.collections import SECONDS
from esteira.accounts.session import RefreshToken, Session
from esteira.core.errors import AccountsUnavailable
from esteira.core.mongo import answers_within


class MongoSessionRepository:
    """The port `SessionRepository`."""

    def __init__(self, database: Database[Any]) -> None:
        self._sessions = database["sessions"]
        self._tokens = database["refresh_tokens"]

    def begin(self, session: Session, token: RefreshToken) -> None:
        """See `SessionRepository.begin`."""
        fields = asdict(session)
        with answers_within(SECONDS, AccountsUnavailable):
            self._sessions.insert_one({"_id": fields.pop("id"), **fields})
            self._tokens.insert_one(_token_document(token))

    def session(self, session_id: str) -> Session | None:
        """See `SessionRepository.session`."""
        with answers_within(SECONDS, AccountsUnavailable):
            document = self._sessions.find_one({"_id": {"$eq": session_id}})
        return None if document is None else _session(document)

    def use(self, digest: str, now: datetime) -> RefreshToken | None:
        """See `SessionRepository.use`."""
        unused = {"_id": digest, "used_at": None, "expires_at": {"$gt": now}}
        with answers_within(SECONDS, AccountsUnavailable):
            document = self._tokens.find_one_and_update(
                unused, {"$set": {"used_at": now}}, return_document=ReturnDocument.BEFORE
            )
            document = document or self._tokens.find_one({"_id": digest})
        return None if document is None else _token(document)

    def add_token(self, token: RefreshToken) -> None:
        """See `SessionRepository.add_token`."""
        with answers_within(SECONDS, AccountsUnavailable):
            self._tokens.insert_one(_token_document(token))

    def end(self, session_id: str, now: datetime) -> None:
        """See `SessionRepository.end`."""
        self._end({"_id": {"$eq": session_id}}, now)

    def end_all(self, account_id: str, now: datetime, *, but: str = "") -> int:
        """See `SessionRepository.end_all`."""
        return self._end({"account_id": {"$eq": account_id}, "_id": {"$ne": but}}, now)

    def live(self, account_id: str, now: datetime) -> Sequence[Session]:
        """See `SessionRepository.live`."""
        query = {"account_id": {"$eq": account_id}, "ended_at": None, "expires_at": {"$gt": now}}
        with answers_within(SECONDS, AccountsUnavailable):
            return [_session(document) for document in self._sessions.find(query).sort("created_at", DESCENDING)]

    def is_known_address(self, account_id: str, address: str) -> bool:
        """See `SessionRepository.is_known_address`."""
        query = {"account_id": {"$eq": account_id}, "address": {"$eq": address}}
        with answers_within(SECONDS, AccountsUnavailable):
            return self._sessions.find_one(query) is not None

    def _end(self, query: Mapping[str, Any], now: datetime) -> int:
        with answers_within(SECONDS, AccountsUnavailable):
            return self._sessions.update_many({**query, "ended_at": None}, {"$set": {"ended_at": now}}).modified_count


def _session(document: Mapping[str, Any]) -> Session:
    fields = dict(document)
    return Session(id=fields.pop("_id"), **fields)


def _token_document(token: RefreshToken) -> dict[str, Any]:
    fields = asdict(token)
    return {"_id": fields.pop("digest"), **fields}


def _token(document: Mapping[str, Any]) -> RefreshToken:
    fields = dict(document)
    return RefreshToken(digest=fields.pop("_id"), **fields)
