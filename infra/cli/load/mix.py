"""The shares of orders and payment callbacks in a load."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

Kind = Literal["orders", "payments"]

KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, kw_only=True)
class Mix:
    """The share of each kind, as whole numbers of any sum."""

    orders: int = 100
    payments: int = 0

    @classmethod
    def parse(cls, text: str) -> "Mix":
        """From `orders=40,payments=60`; a kind that is not named has share 0. Raises `ValueError` with the reason."""
        named = [_share(part) for part in text.split(",")]
        shares = dict(named)
        if len(shares) < len(named):
            raise ValueError("no kind may be named twice")
        if not any(shares.values()):
            raise ValueError("one share at least must be above 0")
        return cls(orders=shares.get("orders", 0), payments=shares.get("payments", 0))

    def split(self, count: int) -> Mapping[Kind, int]:
        """The first `count` by kind. For `count + 1` one kind has one more, and none has fewer."""
        orders = count * self.orders // (self.orders + self.payments)
        return {"orders": orders, "payments": count - orders}


def _share(part: str) -> tuple[str, int]:
    kind, _, share = (each.strip() for each in part.partition("="))
    if kind not in KINDS or not (share.isascii() and share.isdigit()):
        raise ValueError(f"{part.strip()!r} is not KIND=SHARE, KIND being one of {', '.join(KINDS)}")
    return kind, int(share)
