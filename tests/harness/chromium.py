"""The system's Chromium."""

import os
import shutil


def chromium() -> str | None:
    """Return its path, or None: `CHROMIUM` names it, else it is looked for."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


def chromium_arguments() -> list[str]:
    """Return its options. The sandbox does not work for root in a container; the browser visits only our own pages."""
    return ["--no-sandbox", "--disable-dev-shm-usage"] if os.geteuid() == 0 else []
