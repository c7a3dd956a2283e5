"""`python -m infra.local.provider_server PORT MODE [ADDRESS]`: listens on 127.0.0.1, or another address."""

import sys

import uvicorn
from pydantic import TypeAdapter

from infra.local.provider_server.app import provider_app
from infra.local.provider_server.modes import ModeSwitch, ProviderMode


def main(port: str, mode: str, address: str = "127.0.0.1") -> None:
    """Serve until it is stopped."""
    switch = ModeSwitch(initial=TypeAdapter[ProviderMode](ProviderMode).validate_python(mode))
    # Nobody waits for a slow answer to end.
    uvicorn.run(provider_app(switch), host=address, port=int(port), log_level="warning", timeout_graceful_shutdown=1)


if __name__ == "__main__":
    main(*sys.argv[1:])
