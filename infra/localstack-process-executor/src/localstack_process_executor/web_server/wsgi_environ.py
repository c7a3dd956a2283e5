"""The WSGI environment of a request (PEP 3333), with the additions that rolo, LocalStack's HTTP library, needs."""

import io
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

from localstack_process_executor.web_server.request import HttpRequest

Address = tuple[str, int]
"""Host and port."""

WITHOUT_PREFIX = {"CONTENT_TYPE", "CONTENT_LENGTH"}


def wsgi_environ(request: HttpRequest, *, server: Address, client: Address) -> dict[str, Any]:
    """Return a new environment."""
    target = request.target.decode("latin-1")
    path, query = _path_and_query(target)
    return {
        "REQUEST_METHOD": request.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
        "QUERY_STRING": query,
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1]),
        "SERVER_PROTOCOL": f"HTTP/{request.http_version}",
        "REMOTE_ADDR": client[0],
        "REMOTE_PORT": str(client[1]),
        **_header_variables(request.headers),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": request.body,
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        # The body ends where it ends: also one in chunks, which has no length.
        "wsgi.input_terminated": True,
        "REQUEST_URI": target,
        "RAW_URI": target,
        "rolo.headers": request.headers,
    }


def _path_and_query(target: str) -> tuple[str, str]:
    """Split the target. A client that uses a proxy sends the whole URL (RFC 9112, section 3.2.2)."""
    path, _, query = target.partition("?")
    return (path if path.startswith("/") else urlsplit(path).path), query


def _header_variables(headers: list[tuple[bytes, bytes]]) -> dict[str, str]:
    variables: dict[str, str] = {}
    for raw_name, raw_value in headers:
        name = raw_name.decode("latin-1").upper().replace("-", "_")
        key = name if name in WITHOUT_PREFIX else f"HTTP_{name}"
        value = raw_value.decode("latin-1")
        variables[key] = f"{variables[key]},{value}" if key in variables else value
    return variables
