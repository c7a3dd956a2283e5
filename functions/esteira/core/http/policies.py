"""What a route asks of its caller. Every route declares one; there is no default."""

from enum import StrEnum

from esteira.core.principal import Role


class Policy(StrEnum):
    """Who may call a route.

    `PUBLIC`: anybody. `SIGNED`: whose request passes the route's own check, such as a signature. `SIGNED_IN`: any
    principal, for its own things only; the route looks for nobody else's. The others: this role or a higher one.
    """

    PUBLIC = "public"
    SIGNED = "signed"
    SIGNED_IN = "signed in"
    VIEWER = "viewer"
    OPERATOR = "operator"
    ADMIN = "admin"

    @property
    def needs_principal(self) -> bool:
        """Whether the caller must present a valid token."""
        return self not in {Policy.PUBLIC, Policy.SIGNED}

    def allows(self, role: Role) -> bool:
        """Whether a principal with this role may call the route."""
        needed = {Policy.VIEWER: Role.VIEWER, Policy.OPERATOR: Role.OPERATOR, Policy.ADMIN: Role.ADMIN}.get(self)
        return needed is None or role.includes(needed)
