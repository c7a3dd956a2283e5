"""Texts of the queues."""

from dataclasses import dataclass

from esteira.queues.peek_queue import Obstacle
from esteira.queues.queue import MessageState, Side

from console.words.words import Language


@dataclass(frozen=True, kw_only=True)
class QueuesWords:
    """The texts of one language. `{}` stands for a name or a number."""

    title: str
    none: str
    lane: str
    state: str
    receiving: str
    paused: str
    visible: str
    in_flight: str
    delayed: str
    dead: str
    oldest: str
    oldest_dead: str
    utilisation: str
    backlog: str
    workers: str
    why: str
    decided: str
    no_plan: str
    unread: str
    kept: str
    now: str
    pause: str
    resume: str
    pause_done: str
    resume_done: str
    messages: dict[Side, str]
    show_dead: str
    show_queue: str
    search: str
    search_button: str
    shown: str
    nothing: str
    id: str
    body: str
    receives: str
    sent: str
    states: dict[MessageState, str]
    obstacles: dict[Obstacle, str]
    receive: str
    receive_title: str
    receive_sentence: str
    receive_danger: str
    by_receiving: str
    purge: dict[Side, str]
    purge_title: str
    purge_count: str
    purge_lost: str
    purge_effects: dict[str, str]
    purge_dead: str
    purged: str
    repair: str
    repair_hint: str
    repaired: str
    not_at_rest: str


ENGLISH = QueuesWords(
    title="Queues",
    none="No lane is configured.",
    lane="Lane",
    state="State",
    receiving="receiving",
    paused="paused",
    visible="Visible",
    in_flight="In flight",
    delayed="Delayed",
    dead="Dead",
    oldest="Oldest",
    oldest_dead="Oldest dead",
    utilisation="Utilisation, %",
    backlog="Backlog, 5 minutes",
    workers="Workers",
    why="Why so many workers",
    decided="Decided",
    no_plan="The manager has made no plan yet.",
    unread="Not all of it can be read now: {}",
    kept="That part is shown as of {}.",
    now="Now",
    pause="Pause",
    resume="Resume",
    pause_done="Paused. Workers stop before their next receive.",
    resume_done="Resumed.",
    messages={Side.QUEUE: "Messages in the queue", Side.DEAD: "Dead letters"},
    show_dead="Show the dead letters",
    show_queue="Show the queue",
    search="Text in the body, or a whole id",
    search_button="Search",
    shown="{shown} of {matching} that match; the queue holds {total}. Looking changed nothing.",
    nothing="No message.",
    id="Id in SQS",
    body="Body",
    receives="Receives",
    sent="Sent",
    states={
        MessageState.VISIBLE: "visible",
        MessageState.IN_FLIGHT: "in flight",
        MessageState.DELAYED: "delayed",
    },
    obstacles={
        Obstacle.NO_EMULATOR: "AWS lets nobody look into a queue: its {} messages can only be received and put back.",
        Obstacle.TOO_MANY: "The queue holds {} messages, too many to look at all of them without receiving.",
    },
    receive="Receive ten and put them back …",
    receive_title="Receive in order to look?",
    receive_sentence="Up to ten messages are received and put back at once. Each counts as received once more.",
    receive_danger="A message that was received four times before can become a dead letter by that.",
    by_receiving="Received and put back: {shown} of {total}. Each counts as received once more.",
    purge={Side.QUEUE: "Purge the queue …", Side.DEAD: "Purge the dead letters …"},
    purge_title="Purge {}?",
    purge_count="{total} messages are deleted for good: {visible} visible, {in_flight} in flight, {delayed} delayed.",
    purge_lost="The ledger will then call up to {} orders lost. They can be sent again from the sources afterwards: "
    "Repair the ledger.",
    purge_effects={
        "payments": "Their callbacks are kept, and sent again by the sweep once nothing was heard of them for a while.",
        "lookups": "Their tasks are kept, and sent again by the schedule once the lane has been empty for a while.",
    },
    purge_dead="What they are about stays dead, and a redrive can send it again. Bodies that are no message are gone.",
    purged="Purged.",
    repair="Repair the ledger",
    repair_hint="Sends every lost order again, once the lane is at rest. No order is doubled by that.",
    repaired="{sent} orders were sent again, {dead} were recorded as dead.",
    not_at_rest="The lane is not at rest, so nothing was changed: what is missing may be under way. Try again later.",
)

PORTUGUESE = QueuesWords(
    title="Filas",
    none="Nenhuma fila está configurada.",
    lane="Fila",
    state="Estado",
    receiving="recebendo",
    paused="pausada",
    visible="Visíveis",
    in_flight="Em voo",
    delayed="Adiadas",
    dead="Mortas",
    oldest="Mais antiga",
    oldest_dead="Morta mais antiga",
    utilisation="Ocupação, %",
    backlog="Acúmulo, 5 minutos",
    workers="Workers",
    why="Por que tantos workers",
    decided="Decidido",
    no_plan="O manager ainda não fez nenhum plano.",
    unread="Nem tudo pode ser lido agora: {}",
    kept="Essa parte é mostrada como estava às {}.",
    now="Agora",
    pause="Pausar",
    resume="Retomar",
    pause_done="Pausada. Os workers param antes do próximo recebimento.",
    resume_done="Retomada.",
    messages={Side.QUEUE: "Mensagens na fila", Side.DEAD: "Mensagens mortas"},
    show_dead="Mostrar as mensagens mortas",
    show_queue="Mostrar a fila",
    search="Texto no corpo, ou um id inteiro",
    search_button="Buscar",
    shown="{shown} de {matching} que conferem; a fila tem {total}. Olhar não mudou nada.",
    nothing="Nenhuma mensagem.",
    id="Id no SQS",
    body="Corpo",
    receives="Recebimentos",
    sent="Enviada",
    states={
        MessageState.VISIBLE: "visível",
        MessageState.IN_FLIGHT: "em voo",
        MessageState.DELAYED: "adiada",
    },
    obstacles={
        Obstacle.NO_EMULATOR: "A AWS não deixa olhar uma fila: as {} mensagens só podem ser recebidas e devolvidas.",
        Obstacle.TOO_MANY: "A fila tem {} mensagens, demais para olhar todas sem receber.",
    },
    receive="Receber dez e devolver …",
    receive_title="Receber para olhar?",
    receive_sentence="Até dez mensagens são recebidas e devolvidas logo. Cada uma conta como recebida mais uma vez.",
    receive_danger="Uma mensagem já recebida quatro vezes pode morrer com isso.",
    by_receiving="Recebidas e devolvidas: {shown} de {total}. Cada uma conta como recebida mais uma vez.",
    purge={Side.QUEUE: "Esvaziar a fila …", Side.DEAD: "Apagar as mensagens mortas …"},
    purge_title="Esvaziar {}?",
    purge_count="{total} mensagens são apagadas de vez: {visible} visíveis, {in_flight} em voo, {delayed} adiadas.",
    purge_lost="O balanço dirá que até {} pedidos se perderam. Depois eles podem ser reenviados a partir das fontes: "
    "Reparar o balanço.",
    purge_effects={
        "payments": "As notificações ficam guardadas, e a varredura as reenvia quando nada se ouvir delas.",
        "lookups": "As tarefas ficam guardadas, e o agendamento as reenvia quando a fila ficar vazia por um tempo.",
    },
    purge_dead="O assunto delas continua morto e pode ser reenviado. Corpos que não são mensagens somem.",
    purged="Esvaziada.",
    repair="Reparar o balanço",
    repair_hint="Reenvia cada pedido perdido, quando a fila está em repouso. Um pedido não perdido não é duplicado.",
    repaired="{sent} pedidos foram reenviados, {dead} foram anotados como mortos.",
    not_at_rest="A fila não está em repouso, e nada mudou: o que falta pode estar a caminho. Tente mais tarde.",
)

WORDS: dict[Language, QueuesWords] = {"en": ENGLISH, "pt": PORTUGUESE}
