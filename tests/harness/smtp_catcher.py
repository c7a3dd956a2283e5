"""An SMTP server that takes every mail, or answers recipients as a test says."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread


@dataclass
class SmtpCatcher:
    """`taken` has the mails in the order in which they came. `answer` is the one to `RCPT TO`."""

    taken: list[bytes] = field(default_factory=list)
    answer: str = "250 ok"


@contextmanager
def running_smtp_catcher(catcher: SmtpCatcher, port: int = 0) -> Iterator[int]:
    """Serve the catcher. Yields its port."""

    class Handler(StreamRequestHandler):
        def handle(self) -> None:
            self._say("220 catcher")
            for line in self.rfile:
                verb = line.split()[0].upper()
                if verb == b"DATA":
                    self._say("354 go on")
                    catcher.taken.append(_mail(self.rfile))
                self._say(catcher.answer if verb == b"RCPT" else "221 bye" if verb == b"QUIT" else "250 ok")

        def _say(self, answer: str) -> None:
            self.wfile.write(f"{answer}\r\n".encode())

    class Server(ThreadingTCPServer):
        allow_reuse_address = True
        daemon_threads = True

    with Server(("127.0.0.1", port), Handler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()


def _mail(lines: Iterator[bytes]) -> bytes:
    """Return a mail without the dots that SMTP adds, up to the dot that ends it."""
    taken = []
    while (line := next(lines)) != b".\r\n":
        taken.append(line.removeprefix(b".") if line.startswith(b"..") else line)
    return b"".join(taken)
