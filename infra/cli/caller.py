"""Who is at the keyboard."""

import getpass
import socket


def caller() -> str:
    """A name to keep with what was asked for."""
    return f"{getpass.getuser()}@{socket.gethostname()}"
