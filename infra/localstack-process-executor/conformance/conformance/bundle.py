"""The code that is deployed."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

PROBES = Path(__file__).parents[1] / "functions"

UNLOADABLE = {
    "syntax_error.py": "def handle(event, context:\n    pass\n",
    "missing_import.py": "import a_module_nobody_has\n",
    "broken_import.py": 'raise RuntimeError("no luck at import")\n',
    "exits_with_0.py": "import sys\n\nsys.exit(0)\n",
    "exits_with_3.py": "import sys\n\nsys.exit(3)\n",
}
"""Modules that cannot be imported: no file of this repository may be one."""


def probes() -> dict[str, str]:
    """All modules of the folder `functions`, and those that cannot be imported, by path."""
    files = {str(path.relative_to(PROBES)): path.read_text(encoding="utf-8") for path in PROBES.rglob("*.py")}
    return files | UNLOADABLE


def zipped(files: Mapping[str, str]) -> bytes:
    """A zip archive of these texts by path. All may be executed."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as bundle:
        for path, text in files.items():
            entry = zipfile.ZipInfo(path)
            entry.external_attr = 0o100755 << 16
            bundle.writestr(entry, text)
    return archive.getvalue()
