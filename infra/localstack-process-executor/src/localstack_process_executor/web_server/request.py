"""One request as it came over the connection."""

import io
import shutil
import tempfile
from dataclasses import dataclass, field
from typing import IO

BYTES_IN_MEMORY = 1024 * 1024
"""A longer body is held in a file."""


@dataclass(kw_only=True)
class HttpRequest:
    """`target` is what stands between method and version. Headers keep their case, order and repetitions."""

    target: bytes = b""
    method: str = ""
    http_version: str = "1.1"
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    body: IO[bytes] = field(default_factory=io.BytesIO)
    keeps_alive: bool = True

    def add_to_body(self, part: bytes) -> None:
        """Add the next part of the body."""
        if isinstance(self.body, io.BytesIO) and self.body.tell() + len(part) > BYTES_IN_MEMORY:
            # Not from the beginning: SpooledTemporaryFile costs each of many small requests 4 % of its time.
            self.body = _in_file(self.body)
        self.body.write(part)


def _in_file(body: IO[bytes]) -> IO[bytes]:
    body.seek(0)
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the request
    shutil.copyfileobj(body, file)
    return file
