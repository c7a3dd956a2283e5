"""What one invocation answered."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

REQUEST_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z")


@dataclass(frozen=True, kw_only=True)
class Reply:
    """`body` is the payload as it came, `error` the header X-Amz-Function-Error, `log` the decoded LogResult."""

    status: int
    version: str | None
    body: bytes
    error: str | None
    request_id: str
    log: str | None

    @property
    def payload(self) -> Any:
        """The payload, decoded."""
        return json.loads(self.body)

    @property
    def text(self) -> str:
        """The payload as text, undecoded."""
        return self.body.decode()

    @property
    def failure(self) -> tuple[str | None, str, str]:
        """Header, type and message of a failed invocation, request ids written `ID`."""
        payload = self.payload
        return self.error, payload["errorType"], masked(payload["errorMessage"])

    @property
    def lines(self) -> list[str]:
        """All lines of the log tail, request ids written `ID` and times `TIME`."""
        return masked(self.log or "").split("\n")[:-1]

    @property
    def own_lines(self) -> list[str]:
        """The lines between START and END."""
        lines = self.lines
        starts = [number for number, line in enumerate(lines) if line.startswith("START ")]
        ends = [number for number, line in enumerate(lines) if line.startswith("END ")]
        return lines[starts[0] + 1 : ends[-1]]

    @property
    def report(self) -> str:
        """The REPORT line, numbers written `N`."""
        found = [line for line in self.lines if line.startswith("REPORT ")]
        return re.sub(r"\d+(\.\d+)?", "N", found[-1])


def masked(text: str) -> str:
    """The text without what is different each time."""
    return TIME.sub("TIME", REQUEST_ID.sub("ID", text))


def refusal(call: Callable[[], object]) -> tuple[int, str, str]:
    """Status, code and message of a call that the service refuses; fails if it does not."""
    try:
        answer = call()
    except ClientError as error:
        details = error.response["Error"]
        return error.response["ResponseMetadata"]["HTTPStatusCode"], details["Code"], details.get("Message", "")
    raise AssertionError(f"not refused, but answered {answer!r}")
