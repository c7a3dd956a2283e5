"""How the local provider answers: as it should, or with one of the faults that real providers have."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from esteira.core.lookup_providers import ProviderKind
from esteira.core.numbers import Real
from esteira.lookups.cnpj import check_digits
from pydantic import BaseModel, Field

ProviderMode = Literal["ok", "slow", "too_many", "not_found", "error", "broken", "huge"]
"""`slow`: a byte a second. `too_many`: 429. `error`: 500. `broken`: cut off, or without fields. `huge`: 64 MiB."""

SHAPES: tuple[ProviderKind, ...] = get_args(ProviderKind)

MAGIC_ROOTS: Mapping[str, ProviderMode] = {
    "SLOW0000": "slow",
    "TOOMANY0": "too_many",
    "NOTFOUND": "not_found",
    "ERROR500": "error",
    "BROKEN00": "broken",
    "HUGE0000": "huge",
}
"""The first eight characters of CNPJs that are answered in one mode, whatever the switch says."""


def magic_cnpj(root: str) -> str:
    """Return the CNPJ of the head office with this root."""
    return f"{root}0001{check_digits(f'{root}0001')}"


class Switching(BaseModel, frozen=True, extra="forbid"):
    """Command: answer in this mode, in these shapes, for so many seconds, or until the next switching."""

    mode: ProviderMode
    shapes: list[ProviderKind] = Field(default=list(SHAPES), min_length=1)
    seconds: Real | None = Field(default=None, gt=0)


@dataclass
class ModeSwitch:
    """The mode of each shape, and how many questions each had. `initial` is in force where nothing is switched."""

    initial: ProviderMode = "ok"
    clock: Callable[[], float] = time.monotonic
    asked: dict[ProviderKind, int] = field(default_factory=lambda: dict.fromkeys(SHAPES, 0))
    _switched: dict[ProviderKind, tuple[ProviderMode, float]] = field(default_factory=dict)

    def switch(self, switching: Switching) -> None:
        """Carry the command out."""
        until = self.clock() + (switching.seconds or float("inf"))
        self._switched |= dict.fromkeys(switching.shapes, (switching.mode, until))

    def mode(self, shape: ProviderKind) -> ProviderMode:
        """Return the mode of a shape now."""
        mode, until = self._switched.get(shape, (self.initial, float("inf")))
        return mode if self.clock() < until else self.initial

    def mode_for(self, shape: ProviderKind, cnpj: str) -> ProviderMode:
        """Return the mode of the answer to a question, and count it."""
        self.asked[shape] += 1
        return MAGIC_ROOTS.get(cnpj[:8]) or self.mode(shape)
