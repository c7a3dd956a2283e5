"""A stub of SES (version 1) that takes every mail: tests use the real sender, also in processes that they kill."""

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qsl

ANSWER = b"""<SendRawEmailResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><SendRawEmailResult>
<MessageId>1</MessageId></SendRawEmailResult><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata>
</SendRawEmailResponse>"""


@dataclass(frozen=True, kw_only=True)
class TakenMail:
    """A mail that the stub has answered with 200."""

    message_id: str
    destinations: tuple[str, ...]
    raw: bytes


@dataclass
class SesStub:
    """`taken` has the mails in the order in which they came."""

    taken: list[TakenMail] = field(default_factory=list)

    def take(self, body: bytes) -> bytes:
        """Take one request of the protocol, and return its answer."""
        fields = dict(parse_qsl(body.decode()))
        if fields["Action"] != "SendRawEmail":
            raise NotImplementedError(fields["Action"])
        raw = base64.b64decode(fields["RawMessage.Data"])
        destinations = tuple(value for name, value in fields.items() if name.startswith("Destinations.member."))
        message_id = str(message_from_bytes(raw, policy=policy.default)["Message-ID"])
        self.taken.append(TakenMail(message_id=message_id, destinations=destinations, raw=raw))
        return ANSWER


@contextmanager
def running_ses_stub(stub: SesStub) -> Iterator[str]:
    """Serve the stub on a free port. Yields its endpoint."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True
        wbufsize = -1

        def do_POST(self) -> None:
            answer = stub.take(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.send_header("Content-Type", "text/xml")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            """Log nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
