"""`python -m console`: serve until stopped, at ESTEIRA_CONSOLE_HOST and ESTEIRA_CONSOLE_PORT."""

import sys

import uvicorn
from esteira.core.errors import BadSettings
from esteira.core.settings import ConsoleSettings, read

from console.wiring import application

SHUTDOWN_TIMEOUT_SECONDS = 2
MAX_MESSAGE_BYTES = 1024 * 1024


def main() -> None:
    """Serve the console. A shutdown does not wait for open pages: they reconnect by themselves."""
    settings = read(ConsoleSettings)
    uvicorn.run(
        application(settings),
        host=settings.console_host,
        port=settings.console_port,
        log_level="warning",
        ws_max_size=MAX_MESSAGE_BYTES,
        # Compression costs memory per listener, and its buffer delays the detection of slow listeners.
        ws_per_message_deflate=False,
        timeout_graceful_shutdown=SHUTDOWN_TIMEOUT_SECONDS,
    )


if __name__ == "__main__":
    try:
        main()
    except BadSettings as error:
        sys.exit(f"error: {error}")
