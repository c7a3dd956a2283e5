"""What must be secret is drawn once for each home and kept."""

from secrets import token_urlsafe
from typing import Self

from pydantic import BaseModel, Field

from infra.local.home import Home
from infra.local.private_files import write_private


def _draw() -> str:
    return token_urlsafe(32)


class Secrets(BaseModel, frozen=True):
    """32 random bytes each."""

    operator_token: str = Field(default_factory=_draw)
    postgres_password: str = Field(default_factory=_draw)

    @classmethod
    def of(cls, home: Home) -> Self:
        """The secrets of this home, drawn at the first call."""
        if home.secrets.exists():
            return cls.model_validate_json(home.secrets.read_text(encoding="utf-8"))
        drawn = cls()
        home.root.mkdir(parents=True, exist_ok=True)
        write_private(home.secrets, drawn.model_dump_json())
        return drawn
