"""Reads the price list from the file beside this module."""

import tomllib
from functools import cache
from importlib import resources

from esteira.costs.prices import PriceList


@cache
def price_list() -> PriceList:
    """Return the price list of this version of Esteira."""
    text = resources.files("esteira.costs").joinpath("price_list.toml").read_text(encoding="utf-8")
    return PriceList.model_validate(tomllib.loads(text))
