"""Statements from `.sql` files, one statement a file, in the `postgres/sql` folder of the feature that owns them."""

from functools import cache
from importlib import resources


@cache
def statement(name: str) -> bytes:
    """The statement `<feature>/<name>`, read from `esteira/<feature>/postgres/sql/<name>.sql`.

    As bytes, which psycopg takes as text that no input was mixed into.
    """
    feature, _, file = name.partition("/")
    return resources.files(f"esteira.{feature}.postgres").joinpath("sql", f"{file}.sql").read_bytes()
