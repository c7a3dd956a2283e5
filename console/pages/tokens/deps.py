"""What the pages of tokens need."""

from collections.abc import Callable
from dataclasses import dataclass

from esteira.tokens.manage_tokens import TokenService


@dataclass(frozen=True, kw_only=True)
class TokenPageDeps:
    """The use cases' dependencies, and what tells the overview that the tokens are other ones."""

    service: TokenService
    announce: Callable[[], None]
