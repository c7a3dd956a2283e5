"""JSON of integration tokens. It has no field for a secret."""

from datetime import datetime
from typing import Any

from esteira.tokens.manage_tokens import ShownToken


def token_json(shown: ShownToken, now: datetime) -> dict[str, Any]:
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
        "state": life.state(now).name.lower(),
    }
