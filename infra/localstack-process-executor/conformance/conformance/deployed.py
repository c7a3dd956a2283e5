"""A deployed function."""

import base64
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from conformance.reply import Reply
from conformance.waiting import wait_for

if TYPE_CHECKING:
    from mypy_boto3_lambda import LambdaClient


@dataclass(frozen=True, kw_only=True)
class Deployed:
    """Called through AWS's API."""

    api: "LambdaClient" = field(repr=False)
    name: str
    arn: str

    def invoke(self, event: object = None, **options: Any) -> Reply:
        """Call it and wait for the answer, log tail included."""
        return self.send(json.dumps({} if event is None else event).encode(), **{"LogType": "Tail", **options})

    def send(self, payload: bytes, **options: Any) -> Reply:
        """Call it with exactly this payload and these options of the API."""
        answer = self.api.invoke(**{"FunctionName": self.name, "Payload": payload, **options})
        tail = answer.get("LogResult")
        return Reply(
            status=answer["StatusCode"],
            version=answer.get("ExecutedVersion"),
            body=answer["Payload"].read(),
            error=answer.get("FunctionError"),
            request_id=answer["ResponseMetadata"]["RequestId"],
            # The last 4 KB, whose beginning may be within a character.
            log=None if tail is None else base64.b64decode(tail).decode(errors="replace"),
        )

    def do(self, action: str, **event: Any) -> Reply:
        """Let `probe.handle` do this."""
        return self.invoke({"do": action, **event})

    def await_active(self) -> None:
        """Wait until creation or update is over."""
        wait_for(f"{self.name} is active", self._settled)

    def _settled(self) -> bool:
        now = self.api.get_function_configuration(FunctionName=self.name)
        if now["State"] == "Failed" or now.get("LastUpdateStatus") == "Failed":
            raise AssertionError(now)
        return now["State"] == "Active" and now.get("LastUpdateStatus") != "InProgress"
