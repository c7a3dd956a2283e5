"""People with accounts in the stores of the running console."""

from contextlib import closing

from esteira.accounts.account import Account
from esteira.accounts.administer_users import ChangeUser, change_user, create_admin
from esteira.accounts.sign_up import SignUp
from esteira.accounts.wiring import Accounts
from esteira.core.principal import Role
from esteira.core.settings import AccountSettings
from pydantic import SecretStr

from tests.browser.running_console import SECRETS_KEY, ConsoleStores

PASSWORD = "uma senha boa de teste"
KEEPER = "keeper@example.com"
"""An administrator who stays, since the last one may not change roles."""


def create_person(stores: ConsoleStores, email: str, role: Role = Role.ADMIN) -> Account:
    """Create a confirmed account with this role."""
    settings = AccountSettings(
        mongo_url=SecretStr(stores.mongo_url),
        target_dsn=SecretStr(stores.target_dsn),
        secrets_key=SecretStr(SECRETS_KEY),
    )
    with closing(Accounts(settings)) as accounts:
        deps = accounts.account_deps
        keeper, account = (create_admin(deps, _sign_up(address)) for address in (KEEPER, email))
        return change_user(deps, keeper.principal(""), account.id, ChangeUser(role=role))


def _sign_up(email: str) -> SignUp:
    return SignUp.model_validate({"email": email, "password": PASSWORD, "name": email.partition("@")[0]})
