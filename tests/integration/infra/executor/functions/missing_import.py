"""Imports a module that its bundle does not have."""

import a_module_nobody_has  # type: ignore[import-not-found]  # noqa: F401
