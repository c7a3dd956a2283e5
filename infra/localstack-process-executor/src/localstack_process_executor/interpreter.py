"""The Python that runs the functions."""

import subprocess
from functools import cache
from pathlib import Path

from localstack_process_executor.errors import UnusableInterpreter

PROBE = "import awslambdaric, sys; print('python%d.%d' % sys.version_info[:2])"
PROBE_LIMIT_S = 30


@cache
def python_version(python: Path) -> str:
    """Its version as AWS names runtimes, `python3.11`. UnusableInterpreter if it cannot run functions."""
    probe = [str(python), "-I", "-c", PROBE]
    try:
        done = subprocess.run(probe, check=True, capture_output=True, text=True, timeout=PROBE_LIMIT_S)
    except subprocess.CalledProcessError as error:
        raise UnusableInterpreter(f"{python} cannot import awslambdaric: {error.stderr.strip()}") from error
    except (OSError, subprocess.TimeoutExpired) as error:
        raise UnusableInterpreter(f"{python} does not run: {error}") from error
    return done.stdout.strip()
