"""`python -m console`: serves until it is told to stop. ESTEIRA_CONSOLE_HOST and ESTEIRA_CONSOLE_PORT say where."""

import sys

import uvicorn
from esteira.errors import BadSettings
from esteira.settings import ConsoleSettings, read

from console.wiring import application

SHUTDOWN_TIMEOUT_SECONDS = 2
MAX_MESSAGE_BYTES = 1024 * 1024


def main() -> None:
    """Open pages are not waited for: they come back by themselves."""
    settings = read(ConsoleSettings)
    uvicorn.run(
        application(settings),
        host=settings.console_host,
        port=settings.console_port,
        log_level="warning",
        ws_max_size=MAX_MESSAGE_BYTES,
        # Every listener would cost a compressor's memory, and a slow one hides longer behind a full buffer.
        ws_per_message_deflate=False,
        timeout_graceful_shutdown=SHUTDOWN_TIMEOUT_SECONDS,
    )


if __name__ == "__main__":
    try:
        main()
    except BadSettings as error:
        sys.exit(f"error: {error}")
