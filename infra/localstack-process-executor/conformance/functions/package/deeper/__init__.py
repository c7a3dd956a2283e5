"""A package of the package."""
