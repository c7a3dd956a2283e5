"""The accounts of this installation for one command, and what it was given."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TypeVar

import typer
from esteira.accounts.mongo.collections import create_account_indexes
from esteira.accounts.wiring import Accounts
from esteira.audit.wiring import prepare_audit_log
from esteira.core.decoding import faults_in
from pydantic import BaseModel, ValidationError

from infra.local.core_settings import account_settings

C = TypeVar("C", bound=BaseModel)


@contextmanager
def managing_accounts() -> Iterator[Accounts]:
    """The accounts of this installation, or of the one that the settings name, with their indexes.

    Closes their connections.
    """
    accounts = Accounts(account_settings())
    try:
        create_account_indexes(accounts.database)
        prepare_audit_log(accounts.database)
        yield accounts
    finally:
        accounts.close()


def command_of(model: type[C], fields: Mapping[str, object]) -> C:
    """The command with these fields. A wrong one is named as a wrong argument is."""
    try:
        return model.model_validate(fields)
    except ValidationError as error:
        raise typer.BadParameter(faults_in(error)) from None
