"""Where the suite runs: a LocalStack or AWS, and what it has deployed there."""

import threading
import uuid
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from conformance.bundle import probes, zipped
from conformance.deployed import Deployed

if TYPE_CHECKING:
    from mypy_boto3_lambda import LambdaClient
    from mypy_boto3_logs import CloudWatchLogsClient
    from mypy_boto3_sqs import SQSClient

RUNTIME = "python3.11"
T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Place:
    """Without an endpoint it is AWS, with the credentials and the region that boto3 finds."""

    endpoint: str | None
    role: str = "arn:aws:iam::000000000000:role/any"

    def client(self, service: Any) -> Any:
        """A client that never tries again: what is refused must be seen."""
        config = Config(retries={"total_max_attempts": 1}, read_timeout=120, max_pool_connections=50)
        local = {"region_name": "us-east-1", "aws_access_key_id": "test", "aws_secret_access_key": "test"}
        options: Any = {"endpoint_url": self.endpoint, **local} if self.endpoint else {}
        return boto3.client(service, config=config, **options)


class Cloud:
    """Deploys functions; those with the same settings are shared by all cases. `close` deletes everything."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self.functions: LambdaClient = place.client("lambda")
        self.queues: SQSClient = place.client("sqs")
        self.logs: CloudWatchLogsClient = place.client("logs")
        self.prefix = f"conformance-{uuid.uuid4().hex[:6]}"
        self._code = zipped(probes())
        self._lock = threading.Lock()
        self._once: dict[str, tuple[threading.Lock, list[Any]]] = {}
        self._own: list[str] = []
        self._queue_urls: list[str] = []

    @property
    def probe(self) -> Deployed:
        """The function that most cases use. It must survive what they do."""
        return self.function()

    @property
    def victim(self) -> Deployed:
        """The function whose process cases end."""
        return self.function(Description="its process is ended by cases")

    def function(self, handler: str = "probe.handle", **settings: Any) -> Deployed:
        """A function with these settings of the API, shared with all cases that ask for the same."""
        return self.once(repr((handler, settings)), lambda: self.own_function(handler, **settings))

    def once(self, key: str, make: Callable[[], T]) -> T:
        """What `make` returned for the first case that asked for this key."""
        with self._lock:
            lock, made = self._once.setdefault(key, (threading.Lock(), []))
        with lock:
            if not made:
                made.append(make())
        result: T = made[0]
        return result

    def own_function(
        self, handler: str = "probe.handle", *, files: Mapping[str, str] | None = None, **settings: Any
    ) -> Deployed:
        """A function that no other case uses. `files` replaces the probes."""
        name = self.new_name()
        self._own.append(name)
        defaults = {"Timeout": 20, "MemorySize": 128, "Runtime": RUNTIME, "Role": self._place.role}
        code = {"ZipFile": self._code if files is None else zipped(files)}
        created = self.functions.create_function(
            **{"FunctionName": name, "Handler": handler, "Code": code, **defaults, **settings}
        )
        function = Deployed(api=self.functions, name=name, arn=created["FunctionArn"])
        function.await_active()
        return function

    def queue(self, *, fifo: bool = False, **attributes: str) -> tuple[str, str]:
        """URL and ARN of a new queue."""
        kind = {"FifoQueue": "true", "ContentBasedDeduplication": "true"} if fifo else {}
        name = self.new_name() + (".fifo" if fifo else "")
        url = self.queues.create_queue(QueueName=name, Attributes={**kind, **attributes})["QueueUrl"]  # type: ignore[dict-item]
        self._queue_urls.append(url)
        found = self.queues.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])
        return url, found["Attributes"]["QueueArn"]

    def new_name(self) -> str:
        """A name that nothing has."""
        return f"{self.prefix}-{uuid.uuid4().hex[:8]}"

    def close(self) -> None:
        """Delete what was created."""
        for mapping in self._mappings():
            self.functions.delete_event_source_mapping(UUID=mapping)
        for name in self._own:
            with suppress(ClientError):  # the case has deleted it
                self.functions.delete_function(FunctionName=name)
        for url in self._queue_urls:
            self.queues.delete_queue(QueueUrl=url)

    def _mappings(self) -> list[str]:
        pages = self.functions.get_paginator("list_event_source_mappings").paginate()
        mappings = [mapping for page in pages for mapping in page["EventSourceMappings"]]
        return [mapping["UUID"] for mapping in mappings if self.prefix in mapping.get("FunctionArn", "")]
