"""LocalStack's own web server, on the addresses it is told. LocalStack 4.12 takes the port of GATEWAY_LISTEN alone and
listens on every address of the machine."""

from localstack.config import HostAndPort
from localstack.runtime.server.twisted import TwistedRuntimeServer
from rolo.gateway import Gateway
from rolo.serving.twisted import TwistedGateway
from twisted.internet import endpoints, reactor


class BoundRuntimeServer(TwistedRuntimeServer):
    """Speaks HTTP without TLS: within one machine nothing listens in, and AWS clients are given `http://` here."""

    def register(
        self,
        gateway: Gateway,
        listen: list[HostAndPort],
        ssl_creds: tuple[str, str] | None = None,  # noqa: ARG002 - LocalStack makes them in any case
    ) -> None:
        """Called once, before `run`."""
        site = TwistedGateway(gateway)
        for place in listen:
            endpoints.TCP4ServerEndpoint(reactor, place.port, interface=place.host).listen(site)
