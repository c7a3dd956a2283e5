"""The glossary of what can go wrong while running Esteira locally. Each sentence says what to do about it."""


class InfraError(Exception):
    """Esteira cannot be run as asked."""

    def __init__(self, detail: str = "") -> None:
        sentence = (type(self).__doc__ or "").splitlines()[0]
        super().__init__(f"{sentence} {detail}".strip())
        self.detail = detail


class NothingRunning(InfraError):
    """Nothing is running here: `make run` (or `esteira up`) starts it."""


class NotDeployed(InfraError):
    """The stack is not deployed: `esteira deploy` does it."""


class EnvironmentMissing(InfraError):
    """A Python environment is missing: `make setup` builds it."""


class BadLocalSettings(InfraError):
    """A setting is missing or wrong."""


class PortTaken(InfraError):
    """A port is taken by another program; give another one by the setting that is named."""


class ServiceFailed(InfraError):
    """A service did not come up; the end of its log follows."""


class ExternalServiceUnreachable(InfraError):
    """A service given by its URL does not answer; correct the setting, or unset it to use the embedded one."""


class EmulatorUnreachable(InfraError):
    """What plays AWS here does not answer as it should: `esteira status` shows whether it runs."""


class NoSuchLog(InfraError):
    """Neither a service nor a function of that name has logged anything here."""


class CannotDropRoot(InfraError):
    """PostgreSQL refuses to run as root: run as another user, or install `setpriv` (package util-linux)."""


class MigrationFailed(InfraError):
    """A migration could not be applied; the database is as it was before it."""


class BundleFailed(InfraError):
    """The bundle of the functions could not be built."""


class StackFailed(InfraError):
    """The stack could not be created; the reasons follow."""


class NothingToPay(InfraError):
    """No order has arrived yet that a payment callback could be about."""
