"""JSON of integration tokens. It has no field for a secret."""

from datetime import datetime
from typing import Literal, cast

from typing_extensions import TypedDict

from esteira.core.http.shapes import Timestamp
from esteira.tokens.manage_tokens import ShownToken

StateName = Literal["valid", "expiring", "expired"]


class TokenJson(TypedDict):
    """An integration's token, without its secret."""

    name: str
    provider: str
    lifetime_seconds: int
    expiring_margin_seconds: int
    created_at: Timestamp
    updated_at: Timestamp
    expires_at: Timestamp
    seconds_left: float
    state: StateName


class TokensJson(TypedDict):
    """All tokens."""

    tokens: list[TokenJson]


def token_json(shown: ShownToken, now: datetime) -> TokenJson:
    """Return the JSON of a token, with its state and remaining lifetime at `now`."""
    token, life = shown.token, shown.life
    return {
        "name": token.name,
        "provider": token.provider,
        "lifetime_seconds": int(token.lifetime.total_seconds()),
        "expiring_margin_seconds": int(life.expiring_margin.total_seconds()),
        "created_at": token.created_at.isoformat(),
        "updated_at": token.updated_at.isoformat(),
        "expires_at": (token.updated_at + token.lifetime).isoformat(),
        "seconds_left": round(life.left(now).total_seconds(), 3),
        "state": cast(StateName, life.state(now).name.lower()),
    }
