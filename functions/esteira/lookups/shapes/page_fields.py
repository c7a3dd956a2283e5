"""The labelled fields of an HTML page."""

PageField = tuple[str, str]
"""A label and its text, with white space collapsed."""
