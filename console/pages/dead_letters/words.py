"""Texts of the dead letters."""

from dataclasses import dataclass

from esteira.workbench.redrive_job import JobState

from console.words.words import Language, Plural


@dataclass(frozen=True, kw_only=True)
class DeadLettersWords:
    """The texts of one language. `{}` stands for a name or a number."""

    groups: str
    no_groups: str
    all_groups: str
    letters: str
    no_letters: str
    as_of: str
    read_queues: str
    queues_read: Plural
    lane: str
    any_lane: str
    source: str
    attempt: str
    died: str
    ages: dict[str, str]
    any_age: str
    text: str
    path: str
    value: str
    search: str
    error: str
    count: str
    first: str
    last: str
    spark: str
    message: str
    no_message: str
    sqs_id: str
    message_id: str
    group: str

    send_selected: str
    send_all: str
    choose_letters: str
    choose_lane: str
    export_selected: str
    export_all: str
    export_fewer: str
    send_title: str
    send_sentence: Plural
    send_rule: str
    rate: str
    rate_hint: str
    rate_fault: str
    canary: str
    left_out: str
    send: str
    started: str

    letter: str
    body: str
    send_one: str
    send_one_sentence: str
    story: str
    no_story: str
    attempts: str
    no_attempts: str
    ended: str
    edit: str
    edit_hint: str
    check: str
    rehearse: str
    rehearsed: str
    would_change: str
    would_repeat: str
    would_fail: str
    send_edited: str
    send_edited_title: str
    send_edited_sentence: str
    sent_edited: str
    changes: str
    field: str
    before: str
    after: str
    unchanged: str
    unfinished: str
    unfinished_hint: str
    unfinished_here: str
    edited_by: str
    edited_at: str

    redrive: str
    state: str
    states: dict[JobState, str]
    by: str
    created: str
    waiting: str
    sent: str
    gone: str
    reason: str
    reasons: dict[str, str]
    pace: str
    fast: str
    progress: str
    canary_first: str
    no_canary: str
    undone: str
    repeats: str
    redrives: str
    no_redrives: str
    undo: str
    undo_title: str
    undo_sentences: tuple[str, str]
    undo_begun: str
    repeat: str
    repeat_title: str
    repeat_sentence: str
    stop: str
    stop_title: str
    stop_sentence: str
    stopped: str


ENGLISH = DeadLettersWords(
    groups="Groups of the same cause",
    no_groups="No dead letter matches.",
    all_groups="All groups",
    letters="Dead letters",
    no_letters="No dead letter matches.",
    as_of="As the queues were at",
    read_queues="Read the queues again",
    queues_read=("One dead letter is filed.", "{count} dead letters are filed."),
    lane="Lane",
    any_lane="All lanes",
    source="Source",
    attempt="Attempt",
    died="Died",
    ages={"1h": "in the last hour", "24h": "in the last 24 hours", "7d": "in the last 7 days"},
    any_age="At any time",
    text="Text in the body",
    path="JSON path",
    value="Its value",
    search="Search",
    error="Cause",
    count="Number",
    first="First",
    last="Last",
    spark="Over time",
    message="Message",
    no_message="no message",
    sqs_id="Id in SQS",
    message_id="Message id",
    group="Same cause",
    send_selected="Send selected …",
    send_all="Send all that match …",
    choose_letters="Choose letters first.",
    choose_lane="A redrive is of one lane: choose it first.",
    export_selected="Export selected",
    export_all="Export all that match",
    export_fewer="At most {} chosen letters are exported at once. Export all that match instead.",
    send_title="Send dead letters back",
    send_sentence=(
        "One dead letter of the lane {lane} is sent back to it.",
        "{count} dead letters of the lane {lane} are sent back to it.",
    ),
    send_rule="Ids stay, so no order arrives twice. What fails five times more is a dead letter again.",
    rate="Letters per second",
    rate_hint="Empty: as fast as possible.",
    rate_fault="A number above 0, at most 10,000.",
    canary="One letter first; stop if it fails again",
    left_out="{} more match and are left out: each may have been sent with another body. Send them by themselves.",
    send="Send back",
    started="The redrive has begun.",
    letter="Dead letter {}",
    body="Body",
    send_one="Send back as it is …",
    send_one_sentence="This letter is sent back to the lane {} as it is.",
    story="What is known of it",
    no_story="The body does not tell what it is about.",
    attempts="Attempts",
    no_attempts="No attempt is in the log.",
    ended="Ended",
    edit="Mend",
    edit_hint="The new body. What it is about must stay; the hash of its payload is computed.",
    check="Check",
    rehearse="Dry run",
    rehearsed="Nothing was changed by the dry run.",
    would_change="It would be applied.",
    would_repeat="The target has it already; nothing would change.",
    would_fail="It would fail: {}",
    send_edited="Send the mended letter …",
    send_edited_title="Send the mended letter?",
    send_edited_sentence="It replaces the dead letter {}. Both bodies and your name are kept.",
    sent_edited="The mended letter is on its way.",
    changes="Changes",
    field="Field",
    before="Before",
    after="After",
    unchanged="Valid, and the body is unchanged.",
    unfinished="Mended, and perhaps sent",
    unfinished_hint=(
        "The process that sent these mended letters ended before it could tell whether the lane took them. "
        "Open each and send the same body again: if the first arrived, the target ignores the second."
    ),
    unfinished_here=(
        "Perhaps this was sent already, with the body below: its process ended before it could tell. Send "
        "the same body again: if the first arrived, the target ignores the second."
    ),
    edited_by="by {}, {}",
    edited_at="Mended",
    redrive="Redrive",
    state="State",
    states={
        JobState.READY: "begins",
        JobState.WATCHING: "waits for the first letter",
        JobState.RUNNING: "sending",
        JobState.DONE: "done",
        JobState.STOPPED: "stopped",
        JobState.FAILED: "failed at its first letter",
        JobState.UNDOING: "being taken back",
        JobState.UNDONE: "taken back",
    },
    by="By",
    created="Begun",
    waiting="Waiting",
    sent="Sent",
    gone="No longer there",
    reason="Why",
    reasons={},
    pace="Pace",
    fast="as fast as possible",
    progress="{} of {} letters are settled",
    canary_first="one letter first",
    no_canary="all at once",
    undone="Taken back",
    repeats="Repeats",
    redrives="Redrives",
    no_redrives="Nothing was sent back in bulk yet.",
    undo="Undo …",
    undo_title="Undo this redrive?",
    undo_sentences=(
        "Its messages that still wait on the lane become dead letters again, and nothing more is sent.",
        "What has left the lane stays as it is, and is counted as sent.",
    ),
    undo_begun="It is being taken back.",
    repeat="Repeat …",
    repeat_title="Repeat this redrive?",
    repeat_sentence="The letters that match its selection now are sent, with the same rate and the same first letter.",
    stop="Stop …",
    stop_title="Stop this redrive?",
    stop_sentence="Letters that are not sent yet stay where they are. What is sent is not taken back.",
    stopped="Stopped.",
)

PORTUGUESE = DeadLettersWords(
    groups="Grupos da mesma causa",
    no_groups="Nenhuma mensagem morta confere.",
    all_groups="Todos os grupos",
    letters="Mensagens mortas",
    no_letters="Nenhuma mensagem morta confere.",
    as_of="Como as filas estavam em",
    read_queues="Ler as filas de novo",
    queues_read=("Uma mensagem morta está catalogada.", "{count} mensagens mortas estão catalogadas."),
    lane="Fila",
    any_lane="Todas as filas",
    source="Fonte",
    attempt="Tentativa",
    died="Morreu",
    ages={"1h": "na última hora", "24h": "nas últimas 24 horas", "7d": "nos últimos 7 dias"},
    any_age="A qualquer hora",
    text="Texto no corpo",
    path="Caminho JSON",
    value="Seu valor",
    search="Buscar",
    error="Causa",
    count="Quantidade",
    first="Primeira",
    last="Última",
    spark="Ao longo do tempo",
    message="Mensagem",
    no_message="não é mensagem",
    sqs_id="Id no SQS",
    message_id="Id da mensagem",
    group="Mesma causa",
    send_selected="Reenviar escolhidas …",
    send_all="Reenviar todas que conferem …",
    choose_letters="Escolha mensagens primeiro.",
    choose_lane="Um reenvio é de uma só fila: escolha a fila primeiro.",
    export_selected="Exportar escolhidas",
    export_all="Exportar todas que conferem",
    export_fewer="No máximo {} mensagens escolhidas são exportadas de uma vez. Exporte todas que conferem.",
    send_title="Reenviar mensagens mortas",
    send_sentence=(
        "Uma mensagem morta da fila {lane} volta para ela.",
        "{count} mensagens mortas da fila {lane} voltam para ela.",
    ),
    send_rule="Os ids ficam, então nenhum pedido chega duas vezes. O que falhar mais cinco vezes morre de novo.",
    rate="Mensagens por segundo",
    rate_hint="Vazio: o mais rápido possível.",
    rate_fault="Um número acima de 0, no máximo 10.000.",
    canary="Uma mensagem primeiro; parar se ela falhar de novo",
    left_out=(
        "Mais {} conferem e ficam de fora: cada uma pode ter sido reenviada com outro corpo. Reenvie-as uma a uma."
    ),
    send="Reenviar",
    started="O reenvio começou.",
    letter="Mensagem morta {}",
    body="Corpo",
    send_one="Reenviar como está …",
    send_one_sentence="Esta mensagem volta para a fila {} como está.",
    story="O que se sabe dela",
    no_story="O corpo não diz qual é o seu assunto.",
    attempts="Tentativas",
    no_attempts="Nenhuma tentativa está no registro.",
    ended="Terminou",
    edit="Corrigir",
    edit_hint="O novo corpo. O assunto deve ficar; o hash do conteúdo é calculado.",
    check="Verificar",
    rehearse="Ensaiar",
    rehearsed="O ensaio não mudou nada.",
    would_change="Ela seria aplicada.",
    would_repeat="O destino já a tem; nada mudaria.",
    would_fail="Ela falharia: {}",
    send_edited="Reenviar corrigida …",
    send_edited_title="Reenviar a mensagem corrigida?",
    send_edited_sentence="Ela substitui a mensagem morta {}. Os dois corpos e seu nome ficam guardados.",
    sent_edited="A mensagem corrigida está a caminho.",
    changes="Mudanças",
    field="Campo",
    before="Antes",
    after="Depois",
    unchanged="Válido, e o corpo não mudou.",
    unfinished="Corrigidas, e talvez reenviadas",
    unfinished_hint=(
        "O processo que reenviava estas mensagens corrigidas terminou antes de dizer se a fila as recebeu. "
        "Abra cada uma e reenvie o mesmo corpo: se a primeira chegou, o destino ignora a segunda."
    ),
    unfinished_here=(
        "Talvez já tenha sido reenviada, com o corpo abaixo: o processo terminou antes de dizer. Reenvie o "
        "mesmo corpo: se a primeira chegou, o destino ignora a segunda."
    ),
    edited_by="por {}, {}",
    edited_at="Corrigida",
    redrive="Reenvio",
    state="Estado",
    states={
        JobState.READY: "começando",
        JobState.WATCHING: "espera a primeira mensagem",
        JobState.RUNNING: "reenviando",
        JobState.DONE: "terminado",
        JobState.STOPPED: "parado",
        JobState.FAILED: "parou na primeira mensagem",
        JobState.UNDOING: "sendo desfeito",
        JobState.UNDONE: "desfeito",
    },
    by="Por",
    created="Começou",
    waiting="Esperando",
    sent="Reenviadas",
    gone="Não estão mais lá",
    reason="Por quê",
    reasons={
        "the first letter failed again, so no other was sent": "a primeira falhou de novo, e nenhuma outra foi",
        "the first letter had no result in time, so no other was sent": "a primeira não teve resultado a tempo",
    },
    pace="Ritmo",
    fast="o mais rápido possível",
    progress="{} de {} mensagens resolvidas",
    canary_first="uma mensagem primeiro",
    no_canary="todas de uma vez",
    undone="Devolvidas",
    repeats="Repete",
    redrives="Reenvios",
    no_redrives="Nada foi reenviado em massa ainda.",
    undo="Desfazer …",
    undo_title="Desfazer este reenvio?",
    undo_sentences=(
        "As mensagens que ainda esperam na fila voltam a ser mortas, e nada mais é reenviado.",
        "O que já saiu da fila fica como está, e conta como reenviado.",
    ),
    undo_begun="Está sendo desfeito.",
    repeat="Repetir …",
    repeat_title="Repetir este reenvio?",
    repeat_sentence="As mensagens que conferem agora são reenviadas, no mesmo ritmo e com a mesma cautela.",
    stop="Parar …",
    stop_title="Parar este reenvio?",
    stop_sentence="As que ainda não foram ficam onde estão. O que foi reenviado não volta.",
    stopped="Parado.",
)

WORDS: dict[Language, DeadLettersWords] = {"en": ENGLISH, "pt": PORTUGUESE}
