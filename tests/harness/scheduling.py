"""How a parallel run hands out the tests to its processes."""

from typing import Final

from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]

SUITES: Final = ("e2e", "browser", "unit", "template", "readme", "integration", "faults")
"""In this order: the two longest that one process runs as a whole, then those that fail fastest, then single files."""

TOGETHER: Final = ("e2e", "browser", "unit", "template", "readme")
"""Suites that one process runs as a whole, since their fixtures are expensive. Others are distributed by file."""


def suite_of(path: str) -> str:
    """Return the suite of a test's file, whose path begins at the repository."""
    folder = path.split("/")[1]
    return folder if folder in SUITES else "integration"


class SuiteScheduling(LoadScopeScheduling):  # type: ignore[misc]
    """Hands out suites as a whole, or files. Marks (`xdist_group`) would not do: pytest 9.2 ignores xdist's names."""

    def _split_scope(self, nodeid: str) -> str:
        path = nodeid.partition("::")[0]
        suite = suite_of(path)
        return suite if suite in TOGETHER else path
