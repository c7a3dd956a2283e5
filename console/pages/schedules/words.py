"""Texts of the schedules."""

from dataclasses import dataclass

from console.words.words import Language


@dataclass(frozen=True, kw_only=True)
class SchedulesWords:
    """The texts of one language. `{}` stands for a number, a time or a list. `each`: one, and several units."""

    title: str
    none: str
    name: str
    when: str
    expression: str
    next_in: str
    next_at: str
    in_a_day: str
    last: str
    result: str
    took: str
    ok: str
    failed: str
    never: str
    disabled: str
    at_latest: str
    run: str
    run_title: str
    run_sentence: str
    ran: str
    ran_failed: str
    answer: str
    log: str
    function: str
    times: str

    each: dict[str, tuple[str, str]]
    at: str
    every_minutes: str
    every_minute: str
    minute_of_hours: str
    fields: str
    every_day: str
    on_days: str
    last_day: str
    on_weekdays: str
    in_months: str
    in_years: str
    until: str
    conjunction: str
    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    nth: str
    last_weekday: str


ENGLISH = SchedulesWords(
    title="Schedules",
    none="The stack has no schedule.",
    name="Schedule",
    when="When",
    expression="Expression",
    next_in="Next in",
    next_at="Next",
    in_a_day="In 24 hours",
    last="Last run",
    result="Result",
    took="Took",
    ok="ended well",
    failed="failed",
    never="none seen for a day",
    disabled="off",
    at_latest="at the latest: no run of it is known yet",
    run="Run now",
    run_title="Run {} now?",
    run_sentence="Its function is invoked with the event that the schedule sends. The next time stays as it is.",
    ran="It ended well after {} s.",
    ran_failed="The function failed: {}",
    answer="Answer",
    log="End of the log",
    function="Function",
    times="The next times",
    each={
        "minute": ("every minute", "every {} minutes"),
        "hour": ("every hour", "every {} hours"),
        "day": ("every day", "every {} days"),
    },
    at="at {} UTC",
    every_minutes="every {} minutes",
    every_minute="every minute",
    minute_of_hours="at minute {} of every hour",
    fields="at minutes {} of hours {} UTC",
    every_day="every day",
    on_days="on day {} of the month",
    last_day="on the last day of the month",
    on_weekdays="on {}",
    in_months="in {}",
    in_years="in {}",
    until="{} to {}",
    conjunction="{} and {}",
    weekdays=("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"),
    months=(
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ),
    nth="{} number {} of the month",
    last_weekday="the last {} of the month",
)  # fmt: skip

PORTUGUESE = SchedulesWords(
    title="Agendamentos",
    none="A stack não tem agendamentos.",
    name="Agendamento",
    when="Quando",
    expression="Expressão",
    next_in="Próximo em",
    next_at="Próximo",
    in_a_day="Em 24 horas",
    last="Última execução",
    result="Resultado",
    took="Levou",
    ok="terminou bem",
    failed="falhou",
    never="nenhuma vista há um dia",
    disabled="desligado",
    at_latest="o mais tardar: nenhuma execução é conhecida ainda",
    run="Executar agora",
    run_title="Executar {} agora?",
    run_sentence="A função é chamada com o evento que o agendamento envia. O próximo horário continua o mesmo.",
    ran="Terminou bem depois de {} s.",
    ran_failed="A função falhou: {}",
    answer="Resposta",
    log="Fim do log",
    function="Função",
    times="Os próximos horários",
    each={
        "minute": ("a cada minuto", "a cada {} minutos"),
        "hour": ("a cada hora", "a cada {} horas"),
        "day": ("todo dia", "a cada {} dias"),
    },
    at="às {} UTC",
    every_minutes="a cada {} minutos",
    every_minute="a cada minuto",
    minute_of_hours="no minuto {} de cada hora",
    fields="nos minutos {} das horas {} UTC",
    every_day="todo dia",
    on_days="no dia {} do mês",
    last_day="no último dia do mês",
    on_weekdays="em {}",
    in_months="em {}",
    in_years="em {}",
    until="{} a {}",
    conjunction="{} e {}",
    weekdays=(
        "domingo", "segunda-feira", "terça-feira", "quarta-feira", "quinta-feira", "sexta-feira", "sábado",
    ),
    months=(
        "janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho", "agosto", "setembro", "outubro", "novembro",
        "dezembro",
    ),
    nth="{} número {} do mês",
    last_weekday="último dia do mês que for {}",
)  # fmt: skip

WORDS: dict[Language, SchedulesWords] = {"en": ENGLISH, "pt": PORTUGUESE}
