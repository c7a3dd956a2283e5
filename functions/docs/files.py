"""The files that the function serves: the document, two pages, and the scripts of a package in the bundle.

Swagger UI and Redoc are those of `fastapi-standalone-docs`. The package is located and never imported, since nothing of
its code is needed. The pages load nothing from elsewhere, which their Content-Security-Policy also forbids.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from esteira.core.errors import NotFound

OWN = Path(__file__).parent
PACKAGE = "fastapi_standalone_docs"

MEDIA_TYPES = {
    ".css": "text/css",
    ".html": "text/html",
    ".js": "text/javascript",
    ".json": "application/json",
    ".svg": "image/svg+xml",
}

# Both pages style elements directly; Redoc searches in a worker that it makes itself.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; worker-src blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


@dataclass(frozen=True, kw_only=True)
class File:
    """A text file: one of ours, or with `shipped` one of the package."""

    path: str
    shipped: bool = False

    @property
    def headers(self) -> dict[str, str | list[str]]:
        """The headers of an answer with it."""
        return {
            "Content-Type": MEDIA_TYPES[Path(self.path).suffix],
            "Cache-Control": "public, max-age=3600" if self.shipped else "no-cache",
            "Content-Security-Policy": CONTENT_SECURITY_POLICY,
            "X-Content-Type-Options": "nosniff",
        }

    def text(self) -> str:
        """Return its contents."""
        folder = shipped_folder() if self.shipped else OWN
        return (folder / self.path).read_text(encoding="utf-8")


DOCUMENT = File(path="openapi.json")

SWAGGER_UI = {
    "index.html": File(path="pages/swagger-ui.html"),
    "start.js": File(path="pages/start-swagger-ui.js"),
    "swagger-ui.css": File(path="swagger/swagger-ui.css", shipped=True),
    "swagger-ui-bundle.js": File(path="swagger/swagger-ui-bundle.js", shipped=True),
}

REDOC = {
    "index.html": File(path="pages/redoc.html"),
    "start.js": File(path="pages/start-redoc.js"),
    "redoc.standalone.js": File(path="redoc/redoc.standalone.js", shipped=True),
    "logo-mini.svg": File(path="redoc/logo-mini.svg", shipped=True),
}


def file_of(files: Mapping[str, File], name: str) -> File:
    """Return the file of this name. Raises `NotFound`."""
    if name not in files:
        raise NotFound("(file)")
    return files[name]


@cache
def shipped_folder() -> Path:
    """Return the folder of the package's files. Raises `LookupError` if the bundle is without the package."""
    package = find_spec(PACKAGE)
    if package is None or package.origin is None:
        raise LookupError(PACKAGE)
    return Path(package.origin).parent / "static"
