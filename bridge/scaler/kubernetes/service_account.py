"""The identity of a pod, as Kubernetes mounts it: a token that is renewed every hour, a CA, a namespace."""

import ssl
from collections.abc import Generator
from pathlib import Path

import httpx
from esteira.core.errors import BadSettings

TOKEN, NAMESPACE, CA = "token", "namespace", "ca.crt"


class ServiceAccount(httpx.Auth):
    """Reads the token for each request, because the file is replaced long before the token in it expires."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def namespace(self) -> str:
        """The pod's own. Raises `BadSettings` where no account is mounted."""
        try:
            return (self._folder / NAMESPACE).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise BadSettings(
                f"ESTEIRA_SCALER is kubernetes, and {self._folder} has no service account;"
                " outside a cluster leave it at processes."
            ) from error

    @property
    def trust(self) -> ssl.SSLContext:
        """Trusts the cluster's own CA, and nobody else where there is one."""
        ca = self._folder / CA
        return ssl.create_default_context(cafile=ca if ca.exists() else None)

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """See `httpx.Auth`."""
        token = (self._folder / TOKEN).read_text(encoding="utf-8").strip()
        request.headers["Authorization"] = f"Bearer {token}"
        yield request
