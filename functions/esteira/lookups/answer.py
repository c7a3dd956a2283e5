"""An answer over HTTP, and the failures to get one."""

from dataclasses import dataclass
from enum import StrEnum


class FetchFailure(StrEnum):
    """Why there is no answer. `forbidden`: the address must not be asked. `unusable`: too large, or not HTTP."""

    FORBIDDEN = "forbidden"
    UNREACHABLE = "unreachable"
    UNUSABLE = "unusable"


class FetchFailed(Exception):
    """There is no answer. The message is a sentence without the URL, whose host may be an internal one."""

    def __init__(self, kind: FetchFailure, sentence: str) -> None:
        super().__init__(sentence)
        self.kind = kind


@dataclass(frozen=True, kw_only=True)
class Answer:
    """Status and body of the last answer, after redirects. `retry_after`: the header, as it was sent."""

    status: int
    body: bytes
    content_type: str = ""
    retry_after: str = ""
