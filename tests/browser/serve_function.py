"""`python -m tests.browser.serve_function callbacks.app 12345`: an HTTP function without API Gateway."""

import sys
from importlib import import_module

from chalice.config import Config
from chalice.local import LocalDevServer


def main(module: str, port: str) -> None:
    """Serves until it is ended."""
    LocalDevServer(import_module(module).app, Config(), "127.0.0.1", int(port)).serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
