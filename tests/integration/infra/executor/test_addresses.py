"""Where LocalStack listens: whoever reaches it needs no password."""

import socket
from urllib.parse import urlsplit

import pytest

ANOTHER_ADDRESS_OF_THIS_MACHINE = "127.0.0.2"


def test_localstack_listens_on_the_address_it_is_told_and_on_no_other(localstack: str) -> None:
    place = urlsplit(localstack)
    assert place.hostname is not None
    assert place.port is not None

    socket.create_connection((place.hostname, place.port), timeout=5).close()

    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((ANOTHER_ADDRESS_OF_THIS_MACHINE, place.port), timeout=5)
