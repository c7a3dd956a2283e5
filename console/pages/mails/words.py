"""Texts of the mails."""

from dataclasses import dataclass

from esteira.mail.mail import MailState
from esteira.mail.mail_kind import MailKind

from console.words.words import Language


@dataclass(frozen=True, kw_only=True)
class MailsWords:
    """The texts of one language."""

    listed: str
    none: str
    mail: str
    whose: str
    own: str
    everyones: str
    state: str
    any_state: str
    kind: str
    to: str
    tries: str
    created: str
    sent: str
    error: str
    subject: str
    text: str
    hidden: str
    states: dict[MailState, str]
    kinds: dict[MailKind, str]


ENGLISH = MailsWords(
    listed="Mails",
    none="No mail.",
    mail="Mail",
    whose="Whose",
    own="My own",
    everyones="Everybody's",
    state="State",
    any_state="All states",
    kind="About",
    to="To",
    tries="Tries",
    created="Created",
    sent="Sent",
    error="Last error",
    subject="Subject",
    text="Text",
    hidden="Its text is not shown: it holds or held a code, or it can no longer be decrypted.",
    states={
        MailState.PENDING: "waits",
        MailState.SENDING: "being sent",
        MailState.SENT: "sent",
        MailState.FAILED: "not sent",
    },
    kinds={
        MailKind.CONFIRM_ACCOUNT: "Confirm the account",
        MailKind.ADDRESS_TAKEN: "There is an account already",
        MailKind.RESET_PASSWORD: "Set a new password",
        MailKind.PASSWORD_CHANGED: "Password changed",
        MailKind.SESSION_ENDED: "Session ended for safety",
        MailKind.LOOKUP_STARTED: "Look-up started",
        MailKind.LOOKUP_SUCCEEDED: "Look-up done",
        MailKind.LOOKUP_FAILED: "Look-up failed",
        MailKind.DIGEST: "Digest of look-ups",
    },
)

PORTUGUESE = MailsWords(
    listed="E-mails",
    none="Nenhum e-mail.",
    mail="E-mail",
    whose="De quem",
    own="Os meus",
    everyones="De todos",
    state="Estado",
    any_state="Todos os estados",
    kind="Assunto",
    to="Para",
    tries="Tentativas",
    created="Criado",
    sent="Enviado",
    error="Último erro",
    subject="Título",
    text="Texto",
    hidden="O texto não é mostrado: contém ou continha um código, ou não pode mais ser decifrado.",
    states={
        MailState.PENDING: "espera",
        MailState.SENDING: "em envio",
        MailState.SENT: "enviado",
        MailState.FAILED: "não enviado",
    },
    kinds={
        MailKind.CONFIRM_ACCOUNT: "Confirmar a conta",
        MailKind.ADDRESS_TAKEN: "A conta já existe",
        MailKind.RESET_PASSWORD: "Definir nova senha",
        MailKind.PASSWORD_CHANGED: "Senha alterada",
        MailKind.SESSION_ENDED: "Sessão encerrada por segurança",
        MailKind.LOOKUP_STARTED: "Consulta iniciada",
        MailKind.LOOKUP_SUCCEEDED: "Consulta concluída",
        MailKind.LOOKUP_FAILED: "Consulta com falha",
        MailKind.DIGEST: "Resumo das consultas",
    },
)

WORDS: dict[Language, MailsWords] = {"en": ENGLISH, "pt": PORTUGUESE}
