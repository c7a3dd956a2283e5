"""What a route takes and answers, declared where the route is defined. The API's document is made from it."""

from dataclasses import dataclass
from enum import Enum
from typing import Final, Literal, TypedDict

from pydantic import BaseModel

from esteira.core.errors import EsteiraError
from esteira.core.http.policies import Policy


class Undeclared(Enum):
    """The type of `UNDECLARED`."""

    UNDECLARED = "undeclared"


UNDECLARED: Final = Undeclared.UNDECLARED
"""Nobody has said what the route takes or answers. The check of the API's document refuses such a route."""

Body = type[BaseModel] | str | tuple[type[BaseModel] | str, ...] | None | Literal[Undeclared.UNDECLARED]


class Declared(TypedDict, total=False):
    """The arguments of a route beside its policy: the fields of `RouteContract`."""

    answers: object
    status: int
    media_type: str
    body: Body
    query: type[BaseModel] | None
    cookie: str | None
    errors: tuple[type[EsteiraError], ...]


@dataclass(frozen=True, kw_only=True)
class RouteContract:
    """The contract of one route.

    `answers`: the type of the answer's body, None if it has none; `status` and `media_type` are those of success.
    `body` and `query`: the models of what is read; None: nothing is. A body that is text is declared by its media type;
    of a tuple any may come. `cookie`: one that stands for a field of the body. `errors`: those of the use case. What
    follows from policy, body, query and path needs no mention.
    """

    policy: Policy
    answers: object = UNDECLARED
    status: int = 200
    media_type: str = "application/json"
    body: Body = UNDECLARED
    query: type[BaseModel] | None = None
    cookie: str | None = None
    errors: tuple[type[EsteiraError], ...] = ()

    @property
    def bodies(self) -> tuple[type[BaseModel] | str, ...]:
        """What a body may be: empty if none is read, and if nothing is declared."""
        if self.body is None or self.body is UNDECLARED:
            return ()
        return self.body if isinstance(self.body, tuple) else (self.body,)
