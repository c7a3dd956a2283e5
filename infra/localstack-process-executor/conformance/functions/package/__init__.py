"""A package of the bundle."""
