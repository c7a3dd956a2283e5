"""What is kept in the twins behind the pages, as text that two moments can be compared by."""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import datetime
from enum import Enum
from functools import partial
from types import BuiltinFunctionType, FunctionType, MethodType, ModuleType
from typing import Any

from console.pages.directory import PageDeps

PLAIN = (str, int, float, bytes, bool, type(None), Enum, datetime)
NOTHING_KEPT = (type, ModuleType, BuiltinFunctionType)


def kept(deps: PageDeps) -> Mapping[str, str]:
    """Return what each dependency of the pages keeps, by its name in `PageDeps`."""
    made = {field.name: getattr(deps, field.name) for field in fields(deps)}
    return {name: "\n".join(_lines(make(), set())) for name, make in made.items() if callable(make)}


def _lines(value: Any, seen: set[int]) -> Iterable[str]:
    if isinstance(value, PLAIN):
        yield repr(value)
    elif id(value) not in seen and not isinstance(value, NOTHING_KEPT):
        seen.add(id(value))
        yield type(value).__name__
        for name, part in _parts(value):
            yield name
            yield from _lines(part, seen)


def _parts(value: Any) -> Iterable[tuple[str, Any]]:
    """Return what an object reaches: also through a method, a partial call or the variables of an inner function."""
    if isinstance(value, Mapping):
        return [(repr(key), part) for key, part in value.items()]
    if isinstance(value, list | tuple | set | frozenset | deque):
        return [("", part) for part in value]
    if isinstance(value, MethodType):
        return [("", value.__self__)]
    if isinstance(value, partial):
        return [("", value.func), ("", value.args), ("", value.keywords)]
    if isinstance(value, FunctionType):
        return [("", cell.cell_contents) for cell in value.__closure__ or ()]
    slots = [name for name in getattr(type(value), "__slots__", ()) if hasattr(value, name)]
    return getattr(value, "__dict__", {}).items() or [(name, getattr(value, name)) for name in slots]
