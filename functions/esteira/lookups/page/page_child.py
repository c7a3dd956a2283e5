"""`python -m esteira.lookups.page.page_child`: the child process that reads HTML pages."""

from base64 import b64decode
from typing import Any

from lxml import etree

from esteira.core.subprocess.serve import serve
from esteira.lookups.page.extract import page_fields

CPU_SECONDS_EACH = 5


def reply(request: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of the page in a request, or why it has none."""
    try:
        return {"fields": page_fields(b64decode(request["body"]), request["encoding"])}
    except (etree.LxmlError, ValueError, LookupError, MemoryError) as error:
        return {"fault": type(error).__name__}


if __name__ == "__main__":
    serve(reply, cpu_seconds_each=CPU_SECONDS_EACH)
