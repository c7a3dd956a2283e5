"""Builds the dependencies of mails from the settings."""

from functools import cached_property

from esteira.core.clock import utc_now
from esteira.core.errors import BadSettings, TargetUnavailable
from esteira.core.postgres.single_statements import SingleStatements
from esteira.core.reporting.wiring import report
from esteira.core.sealing import FernetSealer
from esteira.core.settings import MailSettings, OutboxSettings, read
from esteira.core.wiring import Wired, Wiring
from esteira.mail.deliver_mails import MailDeps
from esteira.mail.lambda_delivery_request import LambdaDeliveryRequest, lambda_client
from esteira.mail.letter_writer import TemplateLetterWriter
from esteira.mail.ports import DeliveryRequest
from esteira.mail.postgres.outbox import PostgresOutbox
from esteira.mail.postgres.recipient_book import PostgresRecipientBook
from esteira.mail.read_mail import ReadMailDeps
from esteira.mail.ses import SesMailSender, ses_client
from esteira.mail.unsubscribe import UnsubscribeDeps
from esteira.mail.unsubscribe_links import UnsubscribeLinks


class OutboxWiring(Wiring):
    """What whoever hands mails over or reads them needs. Connections open at their first use."""

    def __init__(self, settings: OutboxSettings) -> None:
        super().__init__()
        self._settings = settings

    @cached_property
    def sealer(self) -> FernetSealer:
        """Encrypts the facts of mails. Raises `BadSettings` if a key is not a Fernet key."""
        return FernetSealer(self._settings.secrets_key)

    @cached_property
    def outbox(self) -> PostgresOutbox:
        """The outbox."""
        return PostgresOutbox(self._database)

    @cached_property
    def recipient_book(self) -> PostgresRecipientBook:
        """The address book."""
        return PostgresRecipientBook(self._database)

    @cached_property
    def read_mail_deps(self) -> ReadMailDeps:
        """For `read_mail`."""
        return ReadMailDeps(outbox=self.outbox, letter_writer=TemplateLetterWriter(), sealer=self.sealer)

    @cached_property
    def ask_for_delivery(self) -> DeliveryRequest:
        """Asks the mails' function to deliver; nothing is asked where there is none."""
        function = self._settings.mails_function
        return LambdaDeliveryRequest(self.opened(lambda_client()), function) if function else lambda: None

    @cached_property
    def _database(self) -> SingleStatements:
        return self.opened(SingleStatements(self._settings.target_dsn, unavailable=TargetUnavailable))


class Mails(OutboxWiring):
    """The dependencies of the mails' function."""

    def __init__(self, settings: MailSettings) -> None:
        super().__init__(settings)
        self._sender = settings.mail_from
        self._public_url = settings.public_url or settings.api_url

    @cached_property
    def mail_deps(self) -> MailDeps:
        """For `deliver_mails`. Raises `BadSettings` without the address that links in mails lead to."""
        if not self._public_url:
            raise BadSettings("ESTEIRA_PUBLIC_URL: is missing")
        return MailDeps(
            outbox=self.outbox,
            letter_writer=TemplateLetterWriter(),
            mail_sender=self.opened(SesMailSender(ses_client(), self._sender)),
            sealer=self.sealer,
            links=UnsubscribeLinks(sealer=self.sealer, public_url=self._public_url),
            clock=utc_now,
            report=report,
        )

    @cached_property
    def unsubscribe_deps(self) -> UnsubscribeDeps:
        """For `subscription_of` and `unsubscribe`."""
        links = UnsubscribeLinks(sealer=self.sealer)
        return UnsubscribeDeps(recipient_book=self.recipient_book, links=links, clock=utc_now)


@Wired
def mails() -> Mails:
    """Return the wiring of this process. Raises `BadSettings`."""
    return Mails(read(MailSettings))
