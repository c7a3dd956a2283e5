"""An SQS stub that only accepts messages: fast where moto slows down, and with programmable failures.

It speaks SQS's JSON protocol over HTTP, so that the sender under test is the real one, in a process of its own if need
be. What was taken stands in `taken`.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any
from uuid import uuid4

MAX_MESSAGE_BYTES = 262_144

Entries = list[dict[str, Any]]


@dataclass(frozen=True, kw_only=True)
class BatchAnswer:
    """Which entries of a batch are reported as failed (`failed`), and which are missing in the answer (`omitted`)."""

    failed: frozenset[str] = frozenset()
    omitted: frozenset[str] = frozenset()


Judge = Callable[[Entries], BatchAnswer]


def take_all(_: Entries) -> BatchAnswer:
    """Accepts every entry."""
    return BatchAnswer()


@dataclass
class SqsStub:
    """`judge` decides about each batch. Bodies are kept in the order of their arrival."""

    judge: Judge = take_all
    taken: list[str] = field(default_factory=list)
    requests: int = 0
    _lock: Lock = field(default_factory=Lock)

    def answer(self, action: str, request: dict[str, Any]) -> dict[str, Any]:
        """The answer to one request of the protocol."""
        if action == "AmazonSQS.GetQueueAttributes":
            return {"Attributes": {"MaximumMessageSize": str(MAX_MESSAGE_BYTES)}}
        if action != "AmazonSQS.SendMessageBatch":
            raise NotImplementedError(action)
        with self._lock:
            return self._take(request["Entries"])

    def _take(self, entries: Entries) -> dict[str, Any]:
        self.requests += 1
        answer = self.judge(entries)
        good = [entry for entry in entries if entry["Id"] not in answer.failed | answer.omitted]
        self.taken.extend(entry["MessageBody"] for entry in good)
        return {
            "Successful": [_receipt(entry) for entry in good],
            "Failed": [
                {"Id": id_, "SenderFault": False, "Code": "InternalError", "Message": "try again"}
                for id_ in sorted(answer.failed - answer.omitted)
            ],
        }


def _receipt(entry: dict[str, Any]) -> dict[str, str]:
    digest = hashlib.md5(entry["MessageBody"].encode(), usedforsecurity=False).hexdigest()
    return {"Id": entry["Id"], "MessageId": str(uuid4()), "MD5OfMessageBody": digest}


@contextmanager
def running_sqs_stub(stub: SqsStub) -> Iterator[str]:
    """The stub behind an endpoint of its own."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True
        wbufsize = -1

        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            answer = json.dumps(stub.answer(self.headers["X-Amz-Target"], request)).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/x-amz-json-1.0")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            """Logs nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
