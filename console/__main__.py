"""`python -m console`: serve until stopped, at ESTEIRA_CONSOLE_HOST and ESTEIRA_CONSOLE_PORT."""

import sys

from esteira.core.errors import BadSettings
from esteira.core.settings import ConsoleSettings, read

from console.server import serve
from console.wiring import application


def main() -> None:
    """Serve the console."""
    settings = read(ConsoleSettings)
    serve(application(settings), host=settings.console_host, port=settings.console_port)


if __name__ == "__main__":
    try:
        main()
    except BadSettings as error:
        sys.exit(f"error: {error}")
