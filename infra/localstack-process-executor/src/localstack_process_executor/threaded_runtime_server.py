"""Serves LocalStack with the server in `web_server`, bound to the addresses of GATEWAY_LISTEN."""

from localstack import config
from localstack.config import HostAndPort
from localstack.runtime.server.core import RuntimeServer
from rolo.gateway import Gateway
from rolo.gateway.wsgi import WsgiGateway

from localstack_process_executor.web_server.threaded_server import ThreadedServer


class ThreadedRuntimeServer(RuntimeServer):
    """Serves HTTP without TLS: traffic stays on one machine, and AWS clients get `http://` URLs here.

    At most GATEWAY_WORKER_COUNT connections are open.
    """

    _server: ThreadedServer

    def register(
        self,
        gateway: Gateway,
        listen: list[HostAndPort],
        ssl_creds: tuple[str, str] | None = None,  # noqa: ARG002 - LocalStack creates them in any case
    ) -> None:
        """Called once, before `run`."""
        addresses = [(place.host, place.port) for place in listen]
        self._server = ThreadedServer(WsgiGateway(gateway), addresses, connections=config.GATEWAY_WORKER_COUNT)

    def run(self) -> None:
        """Serve until `shutdown`."""
        self._server.run()

    def shutdown(self) -> None:
        """Let `run` return, from another thread."""
        self._server.stop()
