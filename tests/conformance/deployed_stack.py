"""A deployed stack as the cases see it: AWS's API, the HTTP endpoints, and the stores behind them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

import httpx
import psycopg
import pymongo
from botocore.config import Config

from tests.harness.waiting import wait_for

if TYPE_CHECKING:
    import boto3

HTTP_SECONDS = 120
FIRST_REQUESTS = ("/health", "/sources", "/callbacks", "/ledger", "/metrics", "/users")
"""One of each function that the cases call."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a stack is deployed and what it works on. Without `endpoint_url` it is AWS itself."""

    session: boto3.Session
    endpoint_url: str | None
    stack_name: str
    api_url: str
    operator_token: str
    provider: str
    provider_secret: str
    mail_to: str
    sources: Mapping[str, str]
    target_dsn: str
    mongo_url: str


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A message of a dead-letter queue."""

    sqs_message_id: str
    body: str
    receives: int


class DeployedStack:
    """One stack. Clients are made at first use and kept; errors of AWS are raised as boto3 raises them."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self._clients: dict[str, Any] = {}

    def client(self, service: str) -> Any:
        """A client of one service, which does not retry what an emulator does not know."""
        if service not in self._clients:
            config = Config(
                signature_version="s3v4" if service == "s3" else None,
                retries={"total_max_attempts": 2, "mode": "standard"},
                s3={"addressing_style": "path" if self.place.endpoint_url else "virtual"},
            )
            make: Any = self.place.session.client  # its overloads know each service by its name alone
            self._clients[service] = make(service, endpoint_url=self.place.endpoint_url, config=config)
        return self._clients[service]

    @cached_property
    def resources(self) -> Mapping[str, str]:
        """The physical ids of the stack's resources by their names in the template; that of a queue is its URL."""
        pages = self.client("cloudformation").get_paginator("list_stack_resources")
        found = [
            one for page in pages.paginate(StackName=self.place.stack_name) for one in page["StackResourceSummaries"]
        ]
        return {one["LogicalResourceId"]: one.get("PhysicalResourceId", "") for one in found}

    @cached_property
    def http(self) -> httpx.Client:
        """A client of the HTTP endpoints that sends the operator's token."""
        bearer = {"Authorization": f"Bearer {self.place.operator_token}"}
        return httpx.Client(base_url=self.place.api_url, headers=bearer, timeout=HTTP_SECONDS)

    @cached_property
    def stranger(self) -> httpx.Client:
        """The same without a token."""
        return httpx.Client(base_url=self.place.api_url, timeout=HTTP_SECONDS)

    def await_answers(self) -> None:
        """Return when each function behind the endpoints has answered: a first request may take long on an emulator.

        Raises `TooLate`.
        """
        for path in FIRST_REQUESTS:
            wait_for(f"{path} answers", lambda path=path: self._answers(path), every_seconds=1)  # type: ignore[misc]

    def _answers(self, path: str) -> bool:
        try:
            return self.http.get(path).is_success
        except httpx.TransportError:
            return False

    @property
    def source(self) -> str:
        """The source that the cases fill."""
        return min(self.place.sources)

    def close(self) -> None:
        """Close what was opened."""
        for client in (*self._clients.values(), self.http, self.stranger):
            client.close()

    def ask_source(self, statement: str) -> list[Any]:
        """Run a statement in that source, and return its rows."""
        return _query(self.place.sources[self.source], statement)

    def ask_target(self, statement: str) -> list[Any]:
        """Run a statement in the target, and return its rows."""
        return _query(self.place.target_dsn, statement)

    def attempts(self, ids: Sequence[int]) -> Mapping[int, Sequence[datetime]]:
        """The times of the logged attempts of these orders of the source, in order."""
        chosen = {"lane": "orders", "origin.source": self.source, "origin.source_id": {"$in": list(ids)}}
        times = defaultdict(list)
        with pymongo.MongoClient[dict[str, Any]](self.place.mongo_url) as client:
            for document in client.get_default_database()["attempts"].find(chosen):
                times[document["origin"]["source_id"]].append(document["processed_at"])
        return {id_: sorted(found) for id_, found in times.items()}

    def logged_lines(self, function: str) -> Sequence[Mapping[str, Any]]:
        """The JSON lines in the log of a function, given its name in the template."""
        pages = self.client("logs").get_paginator("filter_log_events")
        group = f"/aws/lambda/{self.resources[function]}"
        texts = (event["message"] for page in pages.paginate(logGroupName=group) for event in page["events"])
        return [json.loads(text) for text in texts if text.startswith("{")]

    def letters(self, queue: str) -> Sequence[Letter]:
        """Up to ten messages of a queue, which are hidden for the next seconds."""
        reply = self.client("sqs").receive_message(
            QueueUrl=self.resources[queue],
            MaxNumberOfMessages=10,
            VisibilityTimeout=5,
            WaitTimeSeconds=1,
            MessageSystemAttributeNames=["ApproximateReceiveCount"],
        )
        return [
            Letter(
                sqs_message_id=one["MessageId"],
                body=one["Body"],
                receives=int(one["Attributes"]["ApproximateReceiveCount"]),
            )
            for one in reply.get("Messages", ())
        ]

    def attributes(self, queue: str) -> Mapping[str, str]:
        """All attributes of a queue, given its name in the template."""
        reply = self.client("sqs").get_queue_attributes(QueueUrl=self.resources[queue], AttributeNames=["All"])
        found: Mapping[str, str] = reply["Attributes"]
        return found

    def mapping(self, queue: str) -> Mapping[str, Any]:
        """The event source mapping of a queue."""
        arn = self.attributes(queue)["QueueArn"]
        (found,) = self.client("lambda").list_event_source_mappings(EventSourceArn=arn)["EventSourceMappings"]
        mapping: Mapping[str, Any] = found
        return mapping


def _query(dsn: str, statement: str) -> list[Any]:
    with psycopg.connect(dsn) as connection:
        cursor = connection.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []
