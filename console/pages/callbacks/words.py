"""Texts of the callbacks."""

from dataclasses import dataclass

from esteira.callbacks.callback import CallbackState
from esteira.core.payments import PaymentState

from console.words.words import Language


@dataclass(frozen=True, kw_only=True)
class CallbacksWords:
    """The texts of one language."""

    listed: str
    none: str
    callback: str
    event: str
    provider: str
    state: str
    any_state: str
    payment: str
    order: str
    amount: str
    age: str
    attempt: str
    error: str
    occurred: str
    received: str
    processed: str
    message: str
    search: str
    dead_hint: str
    states: dict[CallbackState, str]
    payments: dict[PaymentState, str]


ENGLISH = CallbacksWords(
    listed="Received callbacks",
    none="No such callback.",
    callback="Callback",
    event="Event",
    provider="Provider",
    state="State",
    any_state="All states",
    payment="Payment",
    order="Order",
    amount="Amount",
    age="Age",
    attempt="Failed attempts",
    error="Last error",
    occurred="Happened",
    received="Received",
    processed="Processed",
    message="Message",
    search="Search",
    dead_hint="It failed five times. Once its cause is mended, its dead letter can be sent again.",
    states={
        CallbackState.UNPROCESSED: "unprocessed",
        CallbackState.DEAD: "dead",
        CallbackState.PROCESSED: "processed",
    },
    payments={
        PaymentState.PENDING: "pending",
        PaymentState.AUTHORIZED: "authorized",
        PaymentState.FAILED: "failed",
        PaymentState.PAID: "paid",
        PaymentState.REFUNDED: "refunded",
        PaymentState.CHARGED_BACK: "charged back",
    },
)

PORTUGUESE = CallbacksWords(
    listed="Notificações recebidas",
    none="Nenhuma notificação assim.",
    callback="Notificação",
    event="Evento",
    provider="Provedor",
    state="Estado",
    any_state="Todos os estados",
    payment="Pagamento",
    order="Pedido",
    amount="Valor",
    age="Idade",
    attempt="Tentativas com falha",
    error="Último erro",
    occurred="Aconteceu",
    received="Recebida",
    processed="Processada",
    message="Mensagem",
    search="Buscar",
    dead_hint="Falhou cinco vezes. Corrigida a causa, sua mensagem morta pode ser reenviada.",
    states={
        CallbackState.UNPROCESSED: "não processada",
        CallbackState.DEAD: "morta",
        CallbackState.PROCESSED: "processada",
    },
    payments={
        PaymentState.PENDING: "pendente",
        PaymentState.AUTHORIZED: "autorizado",
        PaymentState.FAILED: "recusado",
        PaymentState.PAID: "pago",
        PaymentState.REFUNDED: "estornado",
        PaymentState.CHARGED_BACK: "contestado",
    },
)

WORDS: dict[Language, CallbacksWords] = {"en": ENGLISH, "pt": PORTUGUESE}
