"""External programs that some tests need."""

import os
import shutil

import pytest


def program(*names: str) -> str:
    """Return the path of the first that is installed. Without one the test is skipped, or fails where CI is set."""
    found = next((path for name in names if (path := shutil.which(name))), None)
    if found is None and os.environ.get("CI"):
        pytest.fail(f"{names[0]} is missing; .ci/run installs it")
    if found is None:
        pytest.skip(f"{names[0]} is not installed")
    return found
