"""esteira admin"""

import sys
from enum import StrEnum
from typing import Annotated

import typer
from esteira.accounts.account import Language, principal_id
from esteira.accounts.administer_users import create_admin
from esteira.accounts.sign_up import SignUp

from infra.cli.accounts import command_of, managing_accounts
from infra.cli.auditing import audited
from infra.cli.output import results


class AdminAction(StrEnum):
    """What `admin` can do."""

    CREATE = "create"


Action = Annotated[AdminAction, typer.Argument(help="create: a confirmed account with the role admin.")]
Email = Annotated[str, typer.Argument(help="The e-mail address to sign in with.")]
Name = Annotated[str, typer.Option(help="The name of the person.")]
FromInput = Annotated[bool, typer.Option("--password-stdin", help="Read the password from standard input.")]


def admin(action: Action, email: Email, *, name: Name = "Administrator", password_stdin: FromInput = False) -> None:
    """Create the first administrator, or make one of an account, whose password is set."""
    del action
    password = sys.stdin.readline().rstrip("\r\n") if password_stdin else _asked()
    command = command_of(SignUp, {"email": email, "password": password, "name": name, "language": Language.PORTUGUESE})
    with managing_accounts() as accounts, audited("admin.created", "") as deed:
        account = create_admin(accounts.account_deps, command)
        deed.subject = principal_id(account.id)
        deed.after = {"name": account.name, "role": account.role}
    results.print(f"{account.email} is an administrator and can sign in with POST /sessions.")


def _asked() -> str:
    return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))
