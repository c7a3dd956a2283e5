"""Texts of the functions."""

from dataclasses import dataclass

from esteira.stack.function import Trigger
from esteira.stack.sample_events import SampleName

from console.words.words import Language


@dataclass(frozen=True, kw_only=True)
class FunctionsWords:
    """The texts of one language. `{}` stands for a name, a number or a time."""

    title: str
    none: str
    name: str
    trigger: str
    triggers: dict[Trigger, str]
    state: str
    invocations: str
    errors: str
    cold_starts: str
    p50: str
    p95: str
    memory: str
    most_memory: str
    timeout: str
    handler: str
    runtime: str
    description: str
    deployed_as: str
    last: str
    incomplete: str
    log: str
    log_search: str
    search: str
    no_lines: str
    looked_back: str
    lines_missing: str
    at: str
    line: str
    invoke_title: str
    events: str
    samples: dict[SampleName, str]
    captured: str
    no_message: str
    event: str
    event_hint: str
    invoke: str
    invoke_question: str
    invoke_sentence: str
    invoked: str
    failed: str
    answer: str


ENGLISH = FunctionsWords(
    title="Functions",
    none="The stack has no function.",
    name="Function",
    trigger="Invoked by",
    triggers={Trigger.HTTP: "HTTP", Trigger.QUEUE: "queue", Trigger.SCHEDULE: "schedule"},
    state="State",
    invocations="Invocations",
    errors="Errors",
    cold_starts="Cold starts",
    p50="p50",
    p95="p95",
    memory="Memory, MB",
    most_memory="Most memory used, MB",
    timeout="Time limit",
    handler="Handler",
    runtime="Runtime",
    description="What it does",
    deployed_as="Deployed as",
    last="Last invocation",
    incomplete="There are more log lines than were read: these figures are those of the beginning of the time range.",
    log="Log",
    log_search="Text in a line",
    search="Search",
    no_lines="No line in this time range.",
    looked_back="The newest {} lines since {} UTC.",
    lines_missing="There are more lines than were read, so the newest may be missing: choose a shorter time range.",
    at="At",
    line="Line",
    invoke_title="Invoke",
    events="Events",
    samples={
        SampleName.READ: "a request that reads",
        SampleName.SCHEDULED: "what its schedule sends",
        SampleName.NO_MESSAGES: "a batch without messages",
        SampleName.UNKNOWN_TASK: "a message of no task",
    },
    captured="the oldest message of the queue",
    no_message="No message of the queue can be looked at now.",
    event="Event",
    event_hint="JSON. A guarded route needs a token of yours in `authorization`.",
    invoke="Invoke",
    invoke_question="Invoke {}?",
    invoke_sentence="It does what this event says, with the real data. A message applied twice changes nothing.",
    invoked="Answered after {} s.",
    failed="The function failed: {}",
    answer="Answer, and the end of the log",
)

PORTUGUESE = FunctionsWords(
    title="Funções",
    none="A stack não tem funções.",
    name="Função",
    trigger="Chamada por",
    triggers={Trigger.HTTP: "HTTP", Trigger.QUEUE: "fila", Trigger.SCHEDULE: "agendamento"},
    state="Estado",
    invocations="Chamadas",
    errors="Erros",
    cold_starts="Partidas a frio",
    p50="p50",
    p95="p95",
    memory="Memória, MB",
    most_memory="Maior memória usada, MB",
    timeout="Limite de tempo",
    handler="Handler",
    runtime="Runtime",
    description="O que faz",
    deployed_as="Implantada como",
    last="Última chamada",
    incomplete="Há mais linhas de log do que foram lidas: estes números são os do começo do período.",
    log="Log",
    log_search="Texto em uma linha",
    search="Buscar",
    no_lines="Nenhuma linha neste período.",
    looked_back="As {} linhas mais novas desde {} UTC.",
    lines_missing="Há mais linhas do que foram lidas, e as mais novas podem faltar: escolha um período mais curto.",
    at="Em",
    line="Linha",
    invoke_title="Chamar",
    events="Eventos",
    samples={
        SampleName.READ: "uma requisição que lê",
        SampleName.SCHEDULED: "o que o agendamento envia",
        SampleName.NO_MESSAGES: "um lote sem mensagens",
        SampleName.UNKNOWN_TASK: "uma mensagem de nenhuma tarefa",
    },
    captured="a mensagem mais antiga da fila",
    no_message="Nenhuma mensagem da fila pode ser vista agora.",
    event="Evento",
    event_hint="JSON. Uma rota protegida precisa de um token seu em `authorization`.",
    invoke="Chamar",
    invoke_question="Chamar {}?",
    invoke_sentence="Ela faz o que o evento diz, com os dados reais. Uma mensagem aplicada de novo não muda nada.",
    invoked="Respondeu depois de {} s.",
    failed="A função falhou: {}",
    answer="Resposta, e o fim do log",
)

WORDS: dict[Language, FunctionsWords] = {"en": ENGLISH, "pt": PORTUGUESE}
