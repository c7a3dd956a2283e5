"""One page of a program on this machine, asked for without the weight of an HTTP library.

A wait asks ten times a second, and httpx loads the certificates of the machine each time: 70 ms of processor time.
"""

from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit


def page(url: str, *, timeout_s: float) -> bytes | None:
    """The body behind an `http://` URL; None if nothing answers there, or with another status than 200."""
    address = urlsplit(url)
    connection = HTTPConnection(address.hostname or "", address.port, timeout=timeout_s)
    try:
        connection.request("GET", address.path)
        response = connection.getresponse()
        return response.read() if response.status == HTTPStatus.OK else None
    except (OSError, HTTPException):
        return None
    finally:
        connection.close()
