"""Errors of running Esteira locally. The first line of a docstring is the message, and says what to do next."""


class InfraError(Exception):
    """The local runner failed."""

    def __init__(self, detail: str = "") -> None:
        sentence = (type(self).__doc__ or "").splitlines()[0]
        super().__init__(f"{sentence} {detail}".strip())
        self.detail = detail


class NothingRunning(InfraError):
    """Nothing is running here: `make run` (or `esteira up`) starts it."""


class NotDeployed(InfraError):
    """The stack is not deployed: `esteira deploy` deploys it."""


class EnvironmentMissing(InfraError):
    """A Python environment is missing: `make setup` builds it, `make setup-ministack` that of MiniStack."""


class BadLocalSettings(InfraError):
    """A setting is missing or wrong; correct the variable."""


class PortTaken(InfraError):
    """A port is in use by another program; choose another one with the named setting."""


class ServiceFailed(InfraError):
    """A service did not start; the end of its log follows."""


class ExternalServiceUnreachable(InfraError):
    """A service given by its URL does not answer; correct the setting, or unset it to use the embedded one."""


class EmulatorUnreachable(InfraError):
    """The AWS emulator does not answer as expected: `esteira status` shows whether it is running."""


class MailboxMissing(InfraError):
    """The AWS emulator does not show the mails that it was given; LocalStack does (ESTEIRA_EMULATOR=localstack)."""


class MailServerUnreachable(InfraError):
    """The SMTP server takes no mails now; they wait until it does."""


class NoSuchLog(InfraError):
    """No service and no function of that name has logged anything."""


class CannotDropRoot(InfraError):
    """PostgreSQL refuses to run as root: run as another user, or install `setpriv` (package util-linux)."""


class MigrationFailed(InfraError):
    """A migration could not be applied and changed nothing; correct the cause, then run `esteira migrate`."""


class BundleFailed(InfraError):
    """The bundle of the functions could not be built; the output of the failed command follows."""


class StackFailed(InfraError):
    """The stack could not be created; the reasons follow."""


class NothingToPay(InfraError):
    """No order has arrived yet for which a payment callback could be made; publish orders first."""


class UnreadableFile(InfraError):
    """The file cannot be read as orders; nothing was loaded."""
