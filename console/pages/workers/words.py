"""Texts of the workers."""

from dataclasses import dataclass

from esteira.scaling.observation import WorkerState

from console.words.words import Language


@dataclass(frozen=True, kw_only=True)
class WorkersWords:
    """The texts of one language. `{}` stands for a name or a number."""

    workers: str
    no_workers: str
    worker: str
    lane: str
    state: str
    states: dict[WorkerState, str]
    missing: str
    heard: str
    in_hand: str
    done: str
    failed: str
    cpu: str
    memory: str
    rate: str
    five_minutes: str

    events: str
    no_events: str
    point: str
    actions: dict[str, str]
    at: str
    action: str
    reason: str
    decision: str
    no_decision: str
    before_that: str
    decided_at: str
    planned: str
    needed: str
    rule: str
    backlog: str

    configuration: str
    version: str
    by: str
    together: str
    fields: dict[str, str]
    deployed_hint: str
    as_deployed: str
    weight_hint: str
    yes: str
    no: str
    paused: str
    receiving: str
    pause: str
    resume: str
    save: str
    discard: str
    unchanged: str
    saved: str
    preview: str
    preview_now: str
    preview_edited: str
    no_plan: str
    no_lanes: str
    functions: str
    why: str
    what_if: str
    what_if_note: str
    what_if_faulty: str
    nothing_recorded: str
    mean_wait: str
    worker_minutes: str
    happened: str
    present: str
    proposed: str
    conflict: str
    conflict_rest: str
    keep: str

    history: str
    no_history: str
    changes: str
    no_changes: str
    field: str
    before: str
    after: str
    restore: str
    restore_title: str
    restore_sentence: str
    restore_pauses: str
    restore_changes: str
    restored: str
    is_current: str
    default: str


ENGLISH = WorkersWords(
    workers="Workers",
    no_workers="No worker has sent a heartbeat.",
    worker="Worker",
    lane="Lane",
    state="State",
    states={
        WorkerState.STARTING: "starting",
        WorkerState.IDLE: "idle",
        WorkerState.POLLING: "polling",
        WorkerState.BUSY: "busy",
        WorkerState.DRAINING: "draining",
    },
    missing="missing",
    heard="Heartbeat, ago",
    in_hand="In hand",
    done="Done",
    failed="Failed",
    cpu="CPU, %",
    memory="Memory, MiB",
    rate="Rate, /s",
    five_minutes="{}, 5 minutes",
    events="What the scaler did",
    no_events="Nothing in this time range.",
    point="Point at a sign for its reason; press it for the decision behind it.",
    actions={
        "started": "started",
        "drained": "asked to drain",
        "terminated": "terminated",
        "killed": "killed",
        "replaced": "replaced",
        "scaled": "number of pods changed",
        "concurrency": "concurrency of the function changed",
        "paused": "lane paused",
        "resumed": "lane resumed",
    },
    at="Time",
    action="Action",
    reason="Reason",
    decision="The decision in force then",
    no_decision="No decision of that time is kept.",
    before_that="Shortly before",
    decided_at="Decided",
    planned="Workers planned",
    needed="Workers needed",
    rule="Rule",
    backlog="Waiting messages",
    configuration="Weights and limits",
    version="Version {}",
    by="by {}",
    together="All lanes",
    fields={
        "weight": "Weight",
        "min_workers": "Fewest workers",
        "max_workers": "Most workers",
        "target_seconds": "Target, seconds",
        "max_concurrency": "Most functions at once",
        "retry_delay_seconds": "Retry delay, seconds",
        "functions": "Functions receive too",
        "paused": "Paused",
        "max_total_workers": "Most workers in all",
        "cool_down_seconds": "Cool-down, seconds",
        "host.max_cpu_percent": "Host: most CPU of others, %",
        "host.max_memory_percent": "Host: most memory, %",
        "worker.max_memory_mib": "Worker: most memory, MiB",
        "worker.max_cpu_percent": "Worker: most CPU, % of a core",
    },
    deployed_hint="0: as deployed.",
    as_deployed="as deployed",
    weight_hint="The other lanes share the rest.",
    yes="yes",
    no="no",
    paused="paused",
    receiving="receiving",
    pause="Pause",
    resume="Resume",
    save="Save",
    discard="Discard",
    unchanged="Nothing was changed.",
    saved="Saved as version {}.",
    preview="The plan that would follow",
    preview_now="As it is now. Move a slider: the plan that would follow is shown here before you save.",
    preview_edited="Not saved: {}. Computed from what the manager observed last.",
    no_plan="The manager has made no plan yet, so none can be shown before saving.",
    no_lanes="No lane is planned.",
    functions="Functions at once",
    why="Why",
    what_if="What if it had been so",
    what_if_note=(
        "The last {} minutes, replayed under the configuration in force and under the one that the sliders show."
        " Hold both replays against each other; the first also tells how near a replay is to what happened."
    ),
    what_if_faulty="Nothing is replayed until the fields above are valid.",
    nothing_recorded="No manager recorded anything in the last {} minutes.",
    mean_wait="Mean wait, s",
    worker_minutes="Worker minutes",
    happened="happened",
    present="in force",
    proposed="sliders",
    conflict="Meanwhile {by} saved version {version}: {changes}.",
    conflict_rest="Your changes are kept, and not saved.",
    keep="Put mine on top of it",
    history="Versions of the configuration",
    no_history="Nothing was changed yet: the defaults are in force.",
    changes="Changed",
    no_changes="nothing",
    field="Field",
    before="Before",
    after="After",
    restore="Restore …",
    restore_title="Restore version {}?",
    restore_sentence="All fields get the values of that version, as a new version. Nothing is lost from the history.",
    restore_pauses="That includes which lanes are paused.",
    restore_changes="It changes: {}.",
    restored="Restored as version {}.",
    is_current="This version is in force.",
    default="0 (default)",
)

PORTUGUESE = WorkersWords(
    workers="Workers",
    no_workers="Nenhum worker deu sinal.",
    worker="Worker",
    lane="Fila",
    state="Estado",
    states={
        WorkerState.STARTING: "iniciando",
        WorkerState.IDLE: "ocioso",
        WorkerState.POLLING: "consultando",
        WorkerState.BUSY: "ocupado",
        WorkerState.DRAINING: "encerrando",
    },
    missing="sem sinal",
    heard="Último sinal, há",
    in_hand="Em mãos",
    done="Feitas",
    failed="Falhas",
    cpu="CPU, %",
    memory="Memória, MiB",
    rate="Ritmo, /s",
    five_minutes="{}, 5 minutos",
    events="O que o scaler fez",
    no_events="Nada neste período.",
    point="Aponte um sinal para ver o motivo; pressione para ver a decisão por trás dele.",
    actions={
        "started": "iniciado",
        "drained": "chamado a encerrar",
        "terminated": "terminado",
        "killed": "morto",
        "replaced": "substituído",
        "scaled": "número de pods mudado",
        "concurrency": "concorrência da função mudada",
        "paused": "fila pausada",
        "resumed": "fila retomada",
    },
    at="Hora",
    action="Ação",
    reason="Motivo",
    decision="A decisão que valia então",
    no_decision="Nenhuma decisão dessa hora está guardada.",
    before_that="Pouco antes",
    decided_at="Decidido",
    planned="Workers planejados",
    needed="Workers necessários",
    rule="Regra",
    backlog="Mensagens esperando",
    configuration="Pesos e limites",
    version="Versão {}",
    by="por {}",
    together="Todas as filas",
    fields={
        "weight": "Peso",
        "min_workers": "Mínimo de workers",
        "max_workers": "Máximo de workers",
        "target_seconds": "Meta, segundos",
        "max_concurrency": "Máximo de funções ao mesmo tempo",
        "retry_delay_seconds": "Espera para nova tentativa, segundos",
        "functions": "Funções também recebem",
        "paused": "Pausada",
        "max_total_workers": "Máximo de workers ao todo",
        "cool_down_seconds": "Espera entre mudanças, segundos",
        "host.max_cpu_percent": "Máquina: máximo de CPU de outros, %",
        "host.max_memory_percent": "Máquina: máximo de memória, %",
        "worker.max_memory_mib": "Worker: máximo de memória, MiB",
        "worker.max_cpu_percent": "Worker: máximo de CPU, % de um núcleo",
    },
    deployed_hint="0: como implantado.",
    as_deployed="como implantado",
    weight_hint="As outras filas dividem o resto.",
    yes="sim",
    no="não",
    paused="pausada",
    receiving="recebendo",
    pause="Pausar",
    resume="Retomar",
    save="Salvar",
    discard="Descartar",
    unchanged="Nada foi mudado.",
    saved="Salvo como versão {}.",
    preview="O plano que se seguiria",
    preview_now="Como está agora. Mova um controle: o plano que se seguiria aparece aqui antes de salvar.",
    preview_edited="Não salvo: {}. Calculado com o que o manager observou por último.",
    no_plan="O manager ainda não fez nenhum plano; por isso nenhum pode ser mostrado antes de salvar.",
    no_lanes="Nenhuma fila está planejada.",
    functions="Funções ao mesmo tempo",
    why="Por quê",
    what_if="E se tivesse sido assim",
    what_if_note=(
        "Os últimos {} minutos, repetidos com a configuração em vigor e com a que os controles mostram."
        " Compare as duas repetições; a primeira também diz quão perto uma repetição fica do que aconteceu."
    ),
    what_if_faulty="Nada é repetido até que os campos acima sejam válidos.",
    nothing_recorded="Nenhum manager registrou nada nos últimos {} minutos.",
    mean_wait="Espera média, s",
    worker_minutes="Minutos de worker",
    happened="aconteceu",
    present="em vigor",
    proposed="controles",
    conflict="Enquanto isso, {by} salvou a versão {version}: {changes}.",
    conflict_rest="Suas mudanças continuam aqui e não foram salvas.",
    keep="Pôr as minhas por cima",
    history="Versões da configuração",
    no_history="Nada foi mudado ainda: valem os padrões.",
    changes="Mudou",
    no_changes="nada",
    field="Campo",
    before="Antes",
    after="Depois",
    restore="Restaurar …",
    restore_title="Restaurar a versão {}?",
    restore_sentence="Todos os campos recebem os valores dessa versão, como uma versão nova. O histórico fica inteiro.",
    restore_pauses="Isso inclui quais filas estão pausadas.",
    restore_changes="Muda: {}.",
    restored="Restaurada como versão {}.",
    is_current="Esta versão está valendo.",
    default="0 (padrão)",
)

WORDS: dict[Language, WorkersWords] = {"en": ENGLISH, "pt": PORTUGUESE}
