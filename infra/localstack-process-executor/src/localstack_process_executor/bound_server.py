"""LocalStack's own web server, bound to the addresses of GATEWAY_LISTEN.

LocalStack 4.12 uses only the port of GATEWAY_LISTEN and listens on every address of the machine.
"""

from localstack.config import HostAndPort
from localstack.runtime.server.twisted import TwistedRuntimeServer
from rolo.gateway import Gateway
from rolo.serving.twisted import TwistedGateway
from twisted.internet import endpoints, reactor

BACKLOG = 1024
"""Connections that wait to be accepted. With Twisted's 50 the kernel resets some of a burst of 200."""


class BoundRuntimeServer(TwistedRuntimeServer):
    """Serves HTTP without TLS: traffic stays on one machine, and AWS clients get `http://` URLs here."""

    def register(
        self,
        gateway: Gateway,
        listen: list[HostAndPort],
        ssl_creds: tuple[str, str] | None = None,  # noqa: ARG002 - LocalStack creates them in any case
    ) -> None:
        """Called once, before `run`."""
        site = TwistedGateway(gateway)
        for place in listen:
            endpoint = endpoints.TCP4ServerEndpoint(reactor, place.port, backlog=BACKLOG, interface=place.host)
            endpoint.listen(site)
