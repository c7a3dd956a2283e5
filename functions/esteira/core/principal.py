"""Who makes a request: a user or a machine, with a role."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BeforeValidator

from esteira.core.names import one_of


class Role(StrEnum):
    """What somebody may do. Each role includes those before it."""

    VIEWER = "viewer"
    OPERATOR = "operator"
    ADMIN = "admin"

    def includes(self, other: "Role") -> bool:
        """Whether this role may do all that the other may."""
        ranks = list(Role)
        return ranks.index(self) >= ranks.index(other)


RoleName = Annotated[Role, BeforeValidator(one_of(Role))]
"""A role or its name."""


@dataclass(frozen=True, kw_only=True)
class Principal:
    """Who makes a request. `id` is `user:<uuid>` or `machine:<name>`: the owner of what is created.

    Whoever types a command on the host of an installation is `cli:<user>`, who has all of its keys anyway.
    `session`: the family of refresh tokens that a user signed in with; machines have none.
    """

    id: str
    kind: Literal["user", "machine", "cli"]
    role: Role
    name: str
    session: str | None = None
