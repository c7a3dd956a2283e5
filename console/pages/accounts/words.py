"""Texts of the accounts."""

from dataclasses import dataclass

from console.words.words import Language


@dataclass(frozen=True, kw_only=True)
class AccountsWords:
    """The texts of one language. `{}` stands for a name."""

    people: str
    nobody: str
    account: str
    email: str
    name: str
    role: str
    state: str
    active: str
    unconfirmed: str
    disabled: str
    created: str
    mail_language: str
    time_zone: str
    change_role: str
    role_changed: str
    disable: str
    disable_title: str
    disable_sentence: str
    enable: str
    access_changed: str

    machines: str
    no_machines: str
    created_by: str
    expires: str
    live: str
    expired: str
    create_title: str
    create: str
    days: str
    days_hint: str
    created_title: str
    created_sentence: str
    revoke: str
    revoke_title: str
    revoke_sentence: str
    revoked: str


ENGLISH = AccountsWords(
    people="People",
    nobody="No account yet.",
    account="Account",
    email="E-mail address",
    name="Name",
    role="Role",
    state="State",
    active="active",
    unconfirmed="not confirmed",
    disabled="disabled",
    created="Created",
    mail_language="Language of mails",
    time_zone="Time zone",
    change_role="Change the role",
    role_changed="The role is changed.",
    disable="Disable …",
    disable_title="Disable this account?",
    disable_sentence="All sessions of {} end at once, and nobody can sign in with it until it is enabled again.",
    enable="Enable",
    access_changed="Changed.",
    machines="Tokens of machines",
    no_machines="No token yet.",
    created_by="Created by",
    expires="Expires",
    live="valid",
    expired="expired",
    create_title="Create a token for a machine",
    create="Create",
    days="Days until it expires",
    days_hint="Empty: valid until it is revoked.",
    created_title="The token of {}",
    created_sentence="Copy it now: it is shown this once, and only its digest is kept.",
    revoke="Revoke …",
    revoke_title="Revoke this token?",
    revoke_sentence="Whoever uses the token {} is refused everywhere within ten seconds.",
    revoked="Revoked.",
)

PORTUGUESE = AccountsWords(
    people="Pessoas",
    nobody="Nenhuma conta ainda.",
    account="Conta",
    email="Endereço de e-mail",
    name="Nome",
    role="Papel",
    state="Estado",
    active="ativa",
    unconfirmed="não confirmada",
    disabled="desativada",
    created="Criada",
    mail_language="Idioma dos e-mails",
    time_zone="Fuso horário",
    change_role="Alterar o papel",
    role_changed="O papel foi alterado.",
    disable="Desativar …",
    disable_title="Desativar esta conta?",
    disable_sentence="Todas as sessões de {} terminam agora, e ninguém entra com ela até ser reativada.",
    enable="Reativar",
    access_changed="Alterada.",
    machines="Tokens de máquinas",
    no_machines="Nenhum token ainda.",
    created_by="Criado por",
    expires="Vence",
    live="válido",
    expired="vencido",
    create_title="Criar um token para uma máquina",
    create="Criar",
    days="Dias até vencer",
    days_hint="Vazio: vale até ser revogado.",
    created_title="O token de {}",
    created_sentence="Copie agora: só é mostrado desta vez, e apenas seu resumo é guardado.",
    revoke="Revogar …",
    revoke_title="Revogar este token?",
    revoke_sentence="Quem usa o token {} é recusado em toda parte em dez segundos.",
    revoked="Revogado.",
)

WORDS: dict[Language, AccountsWords] = {"en": ENGLISH, "pt": PORTUGUESE}
