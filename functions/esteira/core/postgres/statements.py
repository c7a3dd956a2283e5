"""Statements from `.sql` files, one per file, in the `postgres/sql` folder of the feature that owns them."""

from functools import cache
from importlib import resources


@cache
def statement(name: str) -> bytes:
    """Return the statement `<feature>/<name>`, read from `esteira/<feature>/postgres/sql/<name>.sql`.

    As bytes: psycopg's types accept bytes but no computed `str`, which could contain input.
    """
    feature, _, file = name.partition("/")
    return resources.files(f"esteira.{feature}.postgres").joinpath("sql", f"{file}.sql").read_bytes()
