"""The options of `esteira populate --csv`."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from infra.cli.orders_csv.csv_format import decimal_named, delimiter_named, encoding_named


def _checked(named: Callable[[str], str]) -> Callable[[str], str]:
    """Return a parser that turns a `ValueError` into an error of the command line."""

    def parse(text: str) -> str:
        try:
            return named(text)
        except ValueError as error:
            raise typer.BadParameter(str(error)) from None

    return parse


File = Annotated[
    Path | None,
    typer.Option("--csv", exists=True, dir_okay=False, help="Load this file: product, price, security_check."),
]
Delimiter = Annotated[
    str | None,
    typer.Option(
        parser=_checked(delimiter_named), metavar="CHAR", help="With --csv: ',' (if not given), ';', '|' or tab."
    ),
]
Decimal = Annotated[
    str | None,
    typer.Option(parser=_checked(decimal_named), metavar="CHAR", help="With --csv: '.' (if not given) or ','."),
]
Encoding = Annotated[
    str | None,
    typer.Option(
        parser=_checked(encoding_named),
        metavar="NAME",
        help="With --csv: utf-8 (if not given), utf-16, windows-1252 or another one.",
    ),
]
Multiline = Annotated[
    bool, typer.Option("--multiline", help="With --csv: fields in quotes may hold line breaks. Else they are refused.")
]
Strict = Annotated[bool, typer.Option("--strict", help="With --csv: load nothing if any line is bad.")]
