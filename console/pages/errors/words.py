"""Texts of the errors."""

from dataclasses import dataclass

from esteira.core.reporting.error_report import ErrorKind
from esteira.failures.failure import FailureState

from console.words.words import Language


@dataclass(frozen=True, kw_only=True)
class ErrorsWords:
    """The texts of one language. `{}` stands for a number."""

    groups: str
    no_groups: str
    kept: str
    none_kept: str
    cause: str
    kind: str
    component: str
    place: str
    count: str
    left: str
    first: str
    last: str
    state: str
    reason: str
    lane: str
    attempt: str
    tries: str
    due: str
    reported: str
    changed: str
    changed_by: str
    note: str
    original: str
    no_original: str
    same: str
    any_kind: str
    any_state: str
    all_groups: str
    failure: str
    kinds: dict[ErrorKind, str]
    states: dict[FailureState, str]
    retry: str
    retried: str
    retry_all: str
    retry_all_title: str
    retry_all_sentence: str
    retried_all: str
    cannot_be_retried: str
    discard: str
    discard_title: str
    discarded: str
    note_needed: str


ENGLISH = ErrorsWords(
    groups="Equal errors",
    no_groups="No errors in the last 30 days.",
    kept="Kept errors",
    none_kept="None is kept.",
    cause="Cause",
    kind="Kind",
    component="Component",
    place="Place",
    count="Number",
    left="To do",
    first="First",
    last="Last",
    state="State",
    reason="Why",
    lane="Lane",
    attempt="Attempt",
    tries="Sent again",
    due="Next",
    reported="Reported",
    changed="Changed",
    changed_by="Changed by",
    note="Note",
    original="Original",
    no_original="No message was kept.",
    same="Equal errors",
    any_kind="All kinds",
    any_state="All states",
    all_groups="All errors",
    failure="Error",
    kinds={
        ErrorKind.PAYLOAD: "payload",
        ErrorKind.DATABASE: "database",
        ErrorKind.QUEUE: "queue",
        ErrorKind.PROVIDER: "provider",
        ErrorKind.SERVICE: "service",
        ErrorKind.PROCESS: "process",
        ErrorKind.SIMULATED: "simulated",
        ErrorKind.BUG: "not foreseen",
    },
    states={
        FailureState.NOTED: "noted",
        FailureState.WAITING: "waits to be sent",
        FailureState.RETRIED: "sent again",
        FailureState.PARKED: "waits for you",
        FailureState.DISCARDED: "discarded",
    },
    retry="Send again",
    retried="It is sent to its lane within seconds.",
    retry_all="Send all again",
    retry_all_title="Send these messages again?",
    retry_all_sentence="Up to {} messages that wait for somebody are sent to their lanes. Doing it twice does no harm.",
    retried_all="{} messages are sent within seconds.",
    cannot_be_retried="There is no message of a lane to send again, or it was not kept whole.",
    discard="Discard …",
    discard_title="Discard this error",
    discarded="Discarded.",
    note_needed="Why nothing has to be done",
)

PORTUGUESE = ErrorsWords(
    groups="Erros iguais",
    no_groups="Nenhum erro nos últimos 30 dias.",
    kept="Erros guardados",
    none_kept="Nenhum está guardado.",
    cause="Causa",
    kind="Tipo",
    component="Componente",
    place="Lugar",
    count="Quantidade",
    left="A fazer",
    first="Primeiro",
    last="Último",
    state="Estado",
    reason="Por quê",
    lane="Fila",
    attempt="Tentativa",
    tries="Reenvios",
    due="Próximo",
    reported="Informado",
    changed="Alterado",
    changed_by="Alterado por",
    note="Nota",
    original="Original",
    no_original="Nenhuma mensagem foi guardada.",
    same="Erros iguais",
    any_kind="Todos os tipos",
    any_state="Todos os estados",
    all_groups="Todos os erros",
    failure="Erro",
    kinds={
        ErrorKind.PAYLOAD: "conteúdo",
        ErrorKind.DATABASE: "banco de dados",
        ErrorKind.QUEUE: "fila",
        ErrorKind.PROVIDER: "provedor",
        ErrorKind.SERVICE: "serviço",
        ErrorKind.PROCESS: "processo",
        ErrorKind.SIMULATED: "simulado",
        ErrorKind.BUG: "não previsto",
    },
    states={
        FailureState.NOTED: "anotado",
        FailureState.WAITING: "espera o reenvio",
        FailureState.RETRIED: "reenviado",
        FailureState.PARKED: "espera você",
        FailureState.DISCARDED: "descartado",
    },
    retry="Reenviar",
    retried="Será enviado à sua fila em segundos.",
    retry_all="Reenviar todos",
    retry_all_title="Reenviar estas mensagens?",
    retry_all_sentence="Até {} mensagens que esperam alguém são enviadas às suas filas. Repetir não causa dano.",
    retried_all="{} mensagens são enviadas em segundos.",
    cannot_be_retried="Não há mensagem de uma fila para reenviar, ou ela não foi guardada inteira.",
    discard="Descartar …",
    discard_title="Descartar este erro",
    discarded="Descartado.",
    note_needed="Por que nada precisa ser feito",
)

WORDS: dict[Language, ErrorsWords] = {"en": ENGLISH, "pt": PORTUGUESE}
