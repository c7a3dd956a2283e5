"""The reference in docs/reference, made from the code: a module for each page."""
