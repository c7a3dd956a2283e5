"""The statements under `sql/`, one named statement a file."""

from functools import cache
from importlib import resources


@cache
def statement(name: str) -> bytes:
    """The statement in `sql/<name>.sql`. As bytes, which psycopg takes as text that no input was mixed into."""
    return resources.files(__package__).joinpath("sql", f"{name}.sql").read_bytes()
