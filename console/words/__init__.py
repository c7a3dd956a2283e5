"""Texts of the pages: the dataclass that lists them, and one module per language. Knows no page."""
