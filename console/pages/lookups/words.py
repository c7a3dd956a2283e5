"""Texts of the look-ups."""

from dataclasses import dataclass

from esteira.lookups.lookup import LookupOrder, LookupState, Misfire
from esteira.lookups.lookup_task import TaskState
from esteira.lookups.ranking import Priority
from esteira.lookups.schedules.recurrence import Weekday

from console.words.words import Language


@dataclass(frozen=True, kw_only=True)
class LookupsWords:
    """The texts of one language. `{}` stands for a name, a time or a number."""

    mine: str
    none: str
    book: str
    cnpj: str
    cnpj_part: str
    state: str
    any_state: str
    priority: str
    any_priority: str
    order: str
    search: str
    next: str
    repeats: str
    created: str
    states: dict[LookupState, str]
    priorities: dict[Priority, str]
    orders: dict[LookupOrder, str]
    once: str
    every: dict[str, str]
    weekdays: dict[Weekday, str]

    lookup: str
    time_zone: str
    misfire: str
    misfires: dict[Misfire, str]
    grace: str
    notify: str
    missed_after: str
    mails: str
    yes: str
    no: str
    runs: str
    no_runs: str
    due: str
    run_state: str
    run_states: dict[TaskState, str]
    sign: str
    catch_up: str
    attempts: str
    provider: str
    ended: str
    error: str
    found: str
    nothing_found: str
    company: str
    status: str
    opened: str
    activity: str
    place: str
    asked: str
    partners: str
    run_now: str
    queued: str
    change: str
    changing: str
    never: str
    as_it_is: str
    change_title: str
    save: str
    begins: str
    nothing_left: str
    changed: str
    meanwhile: str
    gone: str
    changes: tuple[str, str, str]
    started: str
    result: str
    run: str
    booking: str
    delete: str
    delete_title: str
    delete_sentence: str
    deleted: str
    all_mine: str

    new: str
    what: str
    one_company: str
    csv: str
    csv_file: str
    csv_file_hint: str
    csv_too_big: str
    csv_read: str
    csv_hint: str
    when: str
    whens: dict[str, str]
    at: str
    at_time: str
    day_of_month: str
    cron: str
    cron_hint: str
    preview: str
    book_title: str
    book_many: str
    ends_at: str
    ends_between: str
    no_end: str
    ahead: str
    pace: str
    if_missed: str
    booked: str
    booked_many: str
    moment: str


ENGLISH = LookupsWords(
    mine="My look-ups",
    none="No look-ups. Book one, or change the filters.",
    book="Book a look-up",
    cnpj="CNPJ",
    cnpj_part="Part of the CNPJ",
    state="State",
    any_state="All states",
    priority="Priority",
    any_priority="All priorities",
    order="Order",
    search="Search",
    next="Next",
    repeats="Repeats",
    created="Booked",
    states={LookupState.PLANNED: "planned", LookupState.DONE: "nothing left to do"},
    priorities={Priority.HIGH: "high", Priority.NORMAL: "normal", Priority.LOW: "low"},
    orders={LookupOrder.NEWEST: "newest first", LookupOrder.NEXT_DUE: "next first"},
    once="once",
    every={
        "day": "each day at {at}",
        "week": "{days} at {at}",
        "month": "day {day} of each month at {at}",
        "cron": "cron {cron}",
    },
    weekdays=dict(zip(Weekday, ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"), strict=True)),
    lookup="Look-up",
    time_zone="Time zone",
    misfire="Missed times",
    misfires={
        Misfire.COALESCE: "one run stands for all of them",
        Misfire.SKIP: "they are left out",
        Misfire.RUN_ALL: "each is run",
    },
    grace="Counts as missed after (seconds)",
    notify="Mail me what becomes of it",
    missed_after="Missed after (s)",
    mails="Mails",
    yes="yes",
    no="no",
    runs="Runs",
    no_runs="It was not run yet.",
    due="Due",
    run_state="State",
    run_states={
        TaskState.QUEUED: "queued",
        TaskState.RUNNING: "under way",
        TaskState.RETRYING: "failed, tried again",
        TaskState.DEAD: "failed",
        TaskState.SUCCEEDED: "found",
        TaskState.NOT_FOUND: "no such company",
    },
    sign="Kind",
    catch_up="catches up with missed times",
    attempts="Attempts",
    provider="Provider",
    ended="Ended",
    error="Why",
    found="Found last",
    nothing_found="Nothing was found yet.",
    company="Name",
    status="Status in the register",
    opened="Opened",
    activity="Main activity",
    place="Place",
    asked="Asked",
    partners="Partners",
    run_now="Run now",
    queued="A run is queued.",
    change="Change",
    changing="Change a look-up",
    never="not planned any more",
    as_it_is="Nothing is different from what is booked.",
    change_title="Change the look-up of {}?",
    save="Save",
    begins="It is next due at {} ({}).",
    nothing_left="Nothing is planned any more.",
    changed="Changed.",
    meanwhile="It was changed meanwhile; nothing was saved. The form has what is booked now: make your change again.",
    gone="This look-up was deleted meanwhile.",
    changes=("What", "When you began", "Now"),
    started="Started",
    result="Found",
    run="Run",
    booking="What is booked",
    delete="Delete …",
    delete_title="Delete this look-up?",
    delete_sentence="It is deleted with its runs and what they found. A run that is under way may still end.",
    deleted="Deleted.",
    all_mine="All my look-ups",
    new="Book look-ups",
    what="What",
    one_company="One company",
    csv="Lines of a CSV file",
    csv_file="CSV file",
    csv_file_hint="At most {} kB here; POST /lookups/csv takes larger ones.",
    csv_too_big="The file is larger. Send it to POST /lookups/csv.",
    csv_read="{} lines of the file are read; nothing is booked yet.",
    csv_hint=(
        "The first line names the columns: cnpj and, as needed, when, cron, priority, notify, misfire, grace_seconds,"
        " time_zone."
    ),
    when="When",
    whens={
        "now": "now",
        "at": "at a time",
        "day": "each day",
        "week": "on days of the week",
        "month": "on a day of the month",
        "cron": "by cron",
    },
    at="Day and time",
    at_time="Time of day",
    day_of_month="Day of the month",
    cron="Cron expression",
    cron_hint="Minute, hour, day, month, day of the week: 0 9 * * mon",
    preview="Go on …",
    book_title="Book this look-up?",
    book_many="Book these {} look-ups?",
    ends_at="Ends about {}.",
    ends_between="The first ends about {}, the last about {}.",
    no_end="No provider answers now, so it is not known when it ends.",
    ahead="{} look-ups of all people wait now; yours will be number {} in the order of work.",
    pace="About {} look-ups a second are answered.",
    if_missed="If times are missed: {}.",
    booked="Booked.",
    booked_many="{} look-ups are booked.",
    moment="%Y-%m-%d %H:%M:%S",
)

PORTUGUESE = LookupsWords(
    mine="Minhas consultas",
    none="Nenhuma consulta. Agende uma, ou mude os filtros.",
    book="Agendar consulta",
    cnpj="CNPJ",
    cnpj_part="Parte do CNPJ",
    state="Estado",
    any_state="Todos os estados",
    priority="Prioridade",
    any_priority="Todas as prioridades",
    order="Ordem",
    search="Buscar",
    next="Próxima",
    repeats="Repetição",
    created="Agendada",
    states={LookupState.PLANNED: "planejada", LookupState.DONE: "nada a fazer"},
    priorities={Priority.HIGH: "alta", Priority.NORMAL: "normal", Priority.LOW: "baixa"},
    orders={LookupOrder.NEWEST: "mais novas primeiro", LookupOrder.NEXT_DUE: "próximas primeiro"},
    once="uma vez",
    every={
        "day": "todo dia às {at}",
        "week": "{days} às {at}",
        "month": "dia {day} de cada mês às {at}",
        "cron": "cron {cron}",
    },
    weekdays=dict(zip(Weekday, ("seg", "ter", "qua", "qui", "sex", "sáb", "dom"), strict=True)),
    lookup="Consulta",
    time_zone="Fuso horário",
    misfire="Horários perdidos",
    misfires={
        Misfire.COALESCE: "uma execução vale por todos",
        Misfire.SKIP: "são deixados de fora",
        Misfire.RUN_ALL: "cada um é executado",
    },
    grace="Conta como perdido após (segundos)",
    notify="Avise-me por e-mail do resultado",
    missed_after="Perdido após (s)",
    mails="E-mails",
    yes="sim",
    no="não",
    runs="Execuções",
    no_runs="Ainda não foi executada.",
    due="Prevista",
    run_state="Estado",
    run_states={
        TaskState.QUEUED: "na fila",
        TaskState.RUNNING: "em andamento",
        TaskState.RETRYING: "falhou, nova tentativa",
        TaskState.DEAD: "falhou",
        TaskState.SUCCEEDED: "encontrada",
        TaskState.NOT_FOUND: "empresa não existe",
    },
    sign="Tipo",
    catch_up="recupera horários perdidos",
    attempts="Tentativas",
    provider="Provedor",
    ended="Terminada",
    error="Por quê",
    found="Último resultado",
    nothing_found="Ainda não há resultado.",
    company="Nome",
    status="Situação cadastral",
    opened="Abertura",
    activity="Atividade principal",
    place="Lugar",
    asked="Consultada",
    partners="Sócios",
    run_now="Executar agora",
    queued="Uma execução está na fila.",
    change="Alterar",
    changing="Alterar uma consulta",
    never="sem novo horário",
    as_it_is="Nada é diferente do que está agendado.",
    change_title="Alterar a consulta de {}?",
    save="Salvar",
    begins="A próxima está prevista para {} ({}).",
    nothing_left="Não há mais nada planejado.",
    changed="Alterada.",
    meanwhile="Ela foi alterada enquanto isso, e nada foi salvo. O formulário tem o que vale agora: altere de novo.",
    gone="Esta consulta foi excluída enquanto isso.",
    changes=("O quê", "Quando você começou", "Agora"),
    started="Iniciada",
    result="Resultado",
    run="Execução",
    booking="O que está agendado",
    delete="Excluir …",
    delete_title="Excluir esta consulta?",
    delete_sentence=("Ela é excluída com suas execuções e resultados. Uma execução em andamento ainda pode terminar."),
    deleted="Excluída.",
    all_mine="Todas as minhas consultas",
    new="Agendar consultas",
    what="O quê",
    one_company="Uma empresa",
    csv="Linhas de um arquivo CSV",
    csv_file="Arquivo CSV",
    csv_file_hint="Até {} kB aqui; POST /lookups/csv aceita maiores.",
    csv_too_big="O arquivo é maior. Envie-o a POST /lookups/csv.",
    csv_read="{} linhas do arquivo foram lidas; nada foi agendado ainda.",
    csv_hint=(
        "A primeira linha nomeia as colunas: cnpj e, se preciso, when, cron, priority, notify, misfire, grace_seconds,"
        " time_zone."
    ),
    when="Quando",
    whens={
        "now": "agora",
        "at": "em um horário",
        "day": "todo dia",
        "week": "em dias da semana",
        "month": "em um dia do mês",
        "cron": "por cron",
    },
    at="Dia e hora",
    at_time="Hora do dia",
    day_of_month="Dia do mês",
    cron="Expressão cron",
    cron_hint="Minuto, hora, dia, mês, dia da semana: 0 9 * * mon",
    preview="Continuar …",
    book_title="Agendar esta consulta?",
    book_many="Agendar estas {} consultas?",
    ends_at="Termina por volta de {}.",
    ends_between="A primeira termina por volta de {}, a última por volta de {}.",
    no_end="Nenhum provedor responde agora; não se sabe quando termina.",
    ahead="{} consultas de todas as pessoas esperam agora; a sua será a número {} na ordem de trabalho.",
    pace="Cerca de {} consultas por segundo são respondidas.",
    if_missed="Se houver horários perdidos: {}.",
    booked="Agendada.",
    booked_many="{} consultas estão agendadas.",
    moment="%d/%m/%Y %H:%M:%S",
)

WORDS: dict[Language, LookupsWords] = {"en": ENGLISH, "pt": PORTUGUESE}
