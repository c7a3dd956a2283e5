"""esteira keys"""

from enum import StrEnum
from typing import Annotated

import typer
from esteira.accounts.manage_keys import rotate_keys

from infra.cli.accounts import managing_accounts
from infra.cli.auditing import audited
from infra.cli.output import results


class KeysAction(StrEnum):
    """What `keys` can do."""

    ROTATE = "rotate"


Action = Annotated[KeysAction, typer.Argument(help="rotate: a new key for access tokens, without downtime.")]


def keys(action: Action) -> None:
    """Rotate the key that signs access tokens.

    The new one signs as soon as every function has read it, after two minutes; tokens of the old one stay valid until
    they expire.
    """
    del action
    with managing_accounts() as accounts, audited("keys.rotated", "signing_keys") as deed:
        key = rotate_keys(accounts.account_deps)
        deed.after = {"kid": key.kid, "signs_from": key.signs_from}
    results.print(f"key {key.kid} is published, and signs from {key.signs_from.astimezone():%H:%M:%S} on")
