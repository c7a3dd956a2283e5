"""A server that stops replying blocks its clients for a few seconds at most."""

import os
import socket
from collections.abc import Callable
from contextlib import closing

from esteira.core.errors import TargetUnavailable
from esteira.core.postgres.database import Database
from pydantic import SecretStr


def test_the_kernel_drops_a_connection_without_replies_within_seconds(migrated_target: Callable[[], str]) -> None:
    with closing(Database(SecretStr(migrated_target()), unavailable=TargetUnavailable)) as database:
        with database.transaction() as connection:
            descriptor = os.dup(connection.fileno())
        with socket.socket(fileno=descriptor) as connected:
            user_timeout_ms = connected.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT)
            idle_seconds = connected.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE)

    assert (user_timeout_ms, idle_seconds) == (10_000, 10)
