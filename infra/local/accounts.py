"""What accounts need before anybody signs in: indexes, the token of this installation, the address of mails."""

from contextlib import closing

from esteira.accounts.manage_machine_tokens import CreateMachineToken, keep_machine_token
from esteira.accounts.mongo.collections import create_account_indexes
from esteira.accounts.wiring import Authentication
from esteira.audit.wiring import prepare_audit_log
from esteira.core.principal import Role
from esteira.core.settings import AuthenticationSettings
from pydantic import SecretStr

from infra.local.aws import aws_client
from infra.local.environment import Environment

LOCAL_TOKEN = CreateMachineToken(name="local", role=Role.ADMIN)
"""The machine that the commands, the console and the examples of the documents are."""


def prepare_accounts(environment: Environment) -> None:
    """Create missing indexes, and make the installation's token valid. Raises `AccountsUnavailable`."""
    settings = AuthenticationSettings(mongo_url=SecretStr(environment.mongo_url))
    with closing(Authentication(settings)) as authentication:
        create_account_indexes(authentication.database)
        prepare_audit_log(authentication.database)
        token = SecretStr(environment.operator_token)
        keep_machine_token(authentication.machine_token_deps, LOCAL_TOKEN, token, "command line")


def verify_sender(environment: Environment) -> None:
    """Let the emulator send from the address of the mails. It forgets that when it restarts."""
    ses = aws_client("ses", environment.aws_endpoint_url)
    ses.verify_email_identity(EmailAddress=environment.mail_from)
