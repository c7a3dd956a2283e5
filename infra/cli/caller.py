"""The user who runs the command."""

import getpass
import socket


def caller() -> str:
    """`user@host`, recorded with changes and redrives."""
    return f"{getpass.getuser()}@{socket.gethostname()}"
