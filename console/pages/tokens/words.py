"""Texts of the tokens."""

from dataclasses import dataclass

from console.words.words import Language


@dataclass(frozen=True, kw_only=True)
class TokensWords:
    """The texts of one language. `{}` stands for a token's name."""

    listed: str
    none: str
    token: str
    name: str
    provider: str
    secret: str
    secret_hint: str
    lifetime: str
    margin: str
    margin_hint: str
    seconds: str
    created: str
    rotated: str
    expires: str
    create: str
    create_title: str
    created_done: str
    rotate: str
    rotate_title: str
    rotate_sentence: str
    rotated_done: str
    change: str
    change_title: str
    changed_done: str
    delete: str
    delete_title: str
    delete_sentence: str
    deleted_done: str


ENGLISH = TokensWords(
    listed="Tokens of integrations",
    none="No token yet.",
    token="Token",
    name="Name",
    provider="Provider",
    secret="Secret",
    secret_hint="It is encrypted before it is stored, and never shown.",
    lifetime="Lifetime in seconds",
    margin="Warn so many seconds before",
    margin_hint="Empty: as it is set for all tokens.",
    seconds="{} s",
    created="Created",
    rotated="Last rotated",
    expires="Expires",
    create="Create",
    create_title="Create a token",
    created_done="The token is created; its lifetime begins now.",
    rotate="Rotate",
    rotate_title="Rotate the secret",
    rotate_sentence="The secret of {} is replaced, and its lifetime begins again.",
    rotated_done="The secret is replaced; the lifetime begins again.",
    change="Change",
    change_title="Change the rest",
    changed_done="Changed.",
    delete="Delete …",
    delete_title="Delete this token?",
    delete_sentence="The token {} and its secret are gone for good. Its integration stops working.",
    deleted_done="Deleted.",
)

PORTUGUESE = TokensWords(
    listed="Tokens de integrações",
    none="Nenhum token ainda.",
    token="Token",
    name="Nome",
    provider="Provedor",
    secret="Segredo",
    secret_hint="É cifrado antes de ser guardado e nunca é mostrado.",
    lifetime="Validade em segundos",
    margin="Avisar tantos segundos antes",
    margin_hint="Vazio: como está definido para todos os tokens.",
    seconds="{} s",
    created="Criado",
    rotated="Última troca",
    expires="Vence",
    create="Criar",
    create_title="Criar um token",
    created_done="O token foi criado; sua validade começa agora.",
    rotate="Trocar",
    rotate_title="Trocar o segredo",
    rotate_sentence="O segredo de {} é substituído e sua validade recomeça.",
    rotated_done="O segredo foi substituído; a validade recomeça.",
    change="Alterar",
    change_title="Alterar o resto",
    changed_done="Alterado.",
    delete="Excluir …",
    delete_title="Excluir este token?",
    delete_sentence="O token {} e seu segredo somem para sempre. Sua integração deixa de funcionar.",
    deleted_done="Excluído.",
)

WORDS: dict[Language, TokensWords] = {"en": ENGLISH, "pt": PORTUGUESE}
