"""Contents of an installation's stores, read directly, without the code under test."""

import json
from dataclasses import dataclass
from typing import Any

import boto3
import httpx
import psycopg
import pymongo
import redis

from tests.harness.load import Key

REFUSED = "SELECT id FROM orders WHERE NOT security_check"
ACCEPTED = "SELECT id FROM orders WHERE security_check"


@dataclass(frozen=True, kw_only=True)
class QueuedMessage:
    """A message in a queue, and how often it was received."""

    sqs_message_id: str
    body: str
    receives: int

    @property
    def key(self) -> Key | None:
        """The key of the order in it; None if the body is no order."""
        try:
            order = json.loads(self.body)
            return order["source"], order["source_id"]
        except (ValueError, KeyError, TypeError):
            return None


class InstallationStores:
    """Reads and changes the stores. `environment` is the output of `esteira env --json`."""

    def __init__(self, environment: Any) -> None:
        self._environment = environment
        session = boto3.Session(aws_access_key_id="test", aws_secret_access_key="test", region_name="us-east-1")
        self.sqs = session.client("sqs", endpoint_url=environment["aws_endpoint_url"])
        self._lambda = session.client("lambda", endpoint_url=environment["aws_endpoint_url"])
        self._logs = session.client("logs", endpoint_url=environment["aws_endpoint_url"])
        self.orders_queue: str = environment["queues"]["orders"]["url"]
        self.payments_queue: str = environment["queues"]["payments"]["url"]
        self.orders_dlq: str = environment["queues"]["orders"]["dlq_url"]

    def close(self) -> None:
        """Close the connections."""
        for client in (self.sqs, self._lambda, self._logs):
            client.close()

    def accepted(self, *sources: str) -> set[Key]:
        """Return the orders of these sources that pass the security check."""
        return {(source, id_) for source in sources for (id_,) in self.query_source(source, ACCEPTED)}

    def refused(self, *sources: str) -> set[Key]:
        """Return the orders of these sources that fail the security check."""
        return {(source, id_) for source in sources for (id_,) in self.query_source(source, REFUSED)}

    def arrived(self, *sources: str) -> list[Key]:
        """Return the orders of these sources in the target, with duplicates."""
        rows = self.query_target("SELECT source, source_id FROM orders")
        return [(source, id_) for source, id_ in rows if source in sources]

    def attempts(self, *sources: str) -> list[Any]:
        """Return the attempt documents of these sources' orders, sorted by time."""
        with pymongo.MongoClient[dict[str, Any]](self._environment["mongo_url"]) as client:
            found = client.get_default_database()["attempts"].find({"lane": "orders"})
            return sorted(
                (document for document in found if (document["origin"] or {}).get("source") in sources),
                key=lambda document: document["processed_at"],
            )

    def count_attempts(self, message_id: str) -> int:
        """Return the number of attempt documents of a message."""
        with pymongo.MongoClient[dict[str, Any]](self._environment["mongo_url"]) as client:
            return client.get_default_database()["attempts"].count_documents({"message_id": message_id})

    def messages(self, queue_url: str) -> list[QueuedMessage]:
        """Return the messages in a queue without receiving them."""
        response = httpx.get(
            f"{self._environment['aws_endpoint_url']}/_aws/sqs/messages",
            params={"QueueUrl": queue_url},
            headers={"Accept": "application/json"},
        ).json()["ReceiveMessageResponse"]["ReceiveMessageResult"]
        messages = response["Message"] if response else []
        return [_queued_message(message) for message in (messages if isinstance(messages, list) else [messages])]

    def log(self, function: str) -> list[str]:
        """Return all log lines of a function, given its name in the template."""
        pages = self._logs.get_paginator("filter_log_events").paginate(
            logGroupName=f"/aws/lambda/{self._name(function)}"
        )
        return [event["message"] for page in pages for event in page["events"]]

    def reconfigure(self, function: str, variable: str, value: str) -> None:
        """Set an environment variable of a function, given its name in the template."""
        name = self._name(function)
        variables = self._lambda.get_function_configuration(FunctionName=name)["Environment"]["Variables"]
        self._lambda.update_function_configuration(
            FunctionName=name, Environment={"Variables": variables | {variable: value}}
        )
        self._lambda.get_waiter("function_updated_v2").wait(FunctionName=name)

    def memory_mib(self, function: str) -> int:
        """Return the memory size of a function, given its name in the template."""
        return int(self._lambda.get_function_configuration(FunctionName=self._name(function))["MemorySize"])

    def _name(self, function: str) -> str:
        functions = self._lambda.list_functions()["Functions"]
        (name,) = [each["FunctionName"] for each in functions if f"-{function}-" in each["FunctionName"]]
        return name

    def flush_redis(self) -> None:
        """Delete all data in Redis."""
        with redis.Redis.from_url(self._environment["redis_url"]) as client:
            client.flushall()

    def query_source(self, source: str, statement: str) -> list[Any]:
        """Run a statement in a source, and return its rows."""
        return _query(self._environment["sources"][source], statement)

    def query_target(self, statement: str) -> list[Any]:
        """Run a statement in the target, and return its rows."""
        return _query(self._environment["target_dsn"], statement)


def _query(dsn: str, statement: str) -> list[Any]:
    with psycopg.connect(dsn) as connection:
        cursor = connection.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []


def _queued_message(message: Any) -> QueuedMessage:
    attributes = {attribute["Name"]: attribute["Value"] for attribute in message["Attribute"]}
    return QueuedMessage(
        sqs_message_id=message["MessageId"],
        body=message["Body"],
        receives=int(attributes["ApproximateReceiveCount"]),
    )
