"""The HTTP server of the console."""

import uvicorn
from fastapi import FastAPI

SHUTDOWN_TIMEOUT_SECONDS = 2
MAX_MESSAGE_BYTES = 1024 * 1024


def serve(app: FastAPI, *, host: str, port: int) -> None:
    """Serve until stopped. A shutdown does not wait for open pages: they reconnect by themselves."""
    uvicorn.run(
        app,
        host=host,
        port=port,
        log_level="warning",
        ws_max_size=MAX_MESSAGE_BYTES,
        # Compression costs memory per listener, and its buffer delays the detection of slow listeners.
        ws_per_message_deflate=False,
        timeout_graceful_shutdown=SHUTDOWN_TIMEOUT_SECONDS,
    )
