"""An SQS stub that only accepts messages: fast, where moto slows down, and with programmable failures.

It implements SQS's JSON protocol over HTTP, so that tests use the real sender, also in a separate process.
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
class StubReply:
    """The entries of a batch that the reply reports as failed (`failed`) or does not mention (`omitted`)."""

    failed: frozenset[str] = frozenset()
    omitted: frozenset[str] = frozenset()


ReplyPolicy = Callable[[Entries], StubReply]


def accept_all(_: Entries) -> StubReply:
    """Accept every entry of a batch."""
    return StubReply()


@dataclass
class SqsStub:
    """`reply_policy` decides the reply to each batch. `accepted` holds the accepted bodies in order of arrival."""

    reply_policy: ReplyPolicy = accept_all
    accepted: list[str] = field(default_factory=list)
    requests: int = 0
    _lock: Lock = field(default_factory=Lock)

    def reply(self, action: str, request: dict[str, Any]) -> dict[str, Any]:
        """Return the reply to one request of the protocol."""
        if action == "AmazonSQS.GetQueueAttributes":
            return {"Attributes": {"MaximumMessageSize": str(MAX_MESSAGE_BYTES)}}
        if action != "AmazonSQS.SendMessageBatch":
            raise NotImplementedError(action)
        with self._lock:
            return self._accept(request["Entries"])

    def _accept(self, entries: Entries) -> dict[str, Any]:
        self.requests += 1
        reply = self.reply_policy(entries)
        good = [entry for entry in entries if entry["Id"] not in reply.failed | reply.omitted]
        self.accepted.extend(entry["MessageBody"] for entry in good)
        return {
            "Successful": [_receipt(entry) for entry in good],
            "Failed": [
                {"Id": id_, "SenderFault": False, "Code": "InternalError", "Message": "try again"}
                for id_ in sorted(reply.failed - reply.omitted)
            ],
        }


def _receipt(entry: dict[str, Any]) -> dict[str, str]:
    digest = hashlib.md5(entry["MessageBody"].encode(), usedforsecurity=False).hexdigest()
    return {"Id": entry["Id"], "MessageId": str(uuid4()), "MD5OfMessageBody": digest}


@contextmanager
def running_sqs_stub(stub: SqsStub) -> Iterator[str]:
    """Serve the stub on a free port. Yields its endpoint."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True
        wbufsize = -1

        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            reply = json.dumps(stub.reply(self.headers["X-Amz-Target"], request)).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/x-amz-json-1.0")
            self.send_header("Content-Length", str(len(reply)))
            self.end_headers()
            self.wfile.write(reply)

        def log_message(self, *_: object) -> None:
            """Log nothing."""

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
