"""esteira machine-token"""

from enum import StrEnum
from typing import Annotated

import typer
from esteira.accounts.http import machine_token_json
from esteira.accounts.machine_token import MachineToken
from esteira.accounts.manage_machine_tokens import (
    CreateMachineToken,
    MachineTokenDeps,
    create_machine_token,
    list_machine_tokens,
    revoke_machine_token,
)
from esteira.core.clock import utc_now
from esteira.core.principal import Role

from infra.cli.accounts import command_of, managing_accounts
from infra.cli.auditing import audited
from infra.cli.output import AsJson, messages, print_json, results

BY = "command line"


class TokenAction(StrEnum):
    """What `machine-token` can do."""

    CREATE = "create"
    LIST = "list"
    REVOKE = "revoke"


Action = Annotated[TokenAction, typer.Argument(help="create, list or revoke.")]
Name = Annotated[str, typer.Argument(help="The name of the token, such as ci.")]
RoleName = Annotated[Role, typer.Option(help="What the machine may do.")]
Days = Annotated[int | None, typer.Option(help="After how many days it expires; without, when it is revoked.")]


def machine_token(
    action: Action,
    name: Name = "",
    *,
    role: RoleName = Role.VIEWER,
    expires_days: Days = None,
    as_json: AsJson = False,
) -> None:
    """Create, list or revoke the tokens with which machines call the HTTP endpoints. A token is printed once."""
    with managing_accounts() as accounts:
        deps = accounts.machine_token_deps
        if action is TokenAction.LIST:
            _show([*list_machine_tokens(deps)], as_json=as_json)
        elif action is TokenAction.REVOKE:
            with audited("machine_token.revoked", name):
                revoke_machine_token(deps, name, BY)
            messages.print(f"{name} is revoked, and refused everywhere within ten seconds.")
        else:
            _create(deps, {"name": name, "role": role, "expires_days": expires_days})


def _create(deps: MachineTokenDeps, fields: dict[str, object]) -> None:
    command = command_of(CreateMachineToken, fields)
    with audited("machine_token.created", command.name) as deed:
        kept, token = create_machine_token(deps, command, BY)
        deed.after = machine_token_json(kept, utc_now())
    messages.print(f"The token of {command.name}, shown only now:")
    results.print(token.get_secret_value())


def _show(tokens: list[MachineToken], *, as_json: bool) -> None:
    shown = [machine_token_json(token, utc_now()) for token in tokens]
    if as_json:
        print_json({"machine_tokens": shown})
        return
    for token in shown:
        end = "expired" if token["expired"] else f"until {token['expires_at'] or 'revoked'}"
        results.print(f"{token['name']}: {token['role']}, {end}, created by {token['created_by']}")
