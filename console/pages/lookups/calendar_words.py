"""Texts of the calendar."""

from dataclasses import dataclass

from esteira.lookups.booking.calendar import EntryKind

from console.words.words import Language


@dataclass(frozen=True, kw_only=True)
class CalendarWords:
    """The texts of one language. `{}` stands for a name, a time or a number."""

    calendar: str
    view: str
    month: str
    week: str
    week_of: str
    day: str
    time_zone: str
    go: str
    before: str
    after: str
    date: str
    moment: str
    months: tuple[str, ...]
    weekdays: tuple[str, ...]
    legend: str
    kinds: dict[EntryKind, str]
    more: str
    cut: str
    open: str
    repeated: str
    new_time: str
    move: str
    move_title: str
    save: str
    moved: str
    changed_meanwhile: str
    dropped: str


ENGLISH = CalendarWords(
    calendar="Calendar",
    view="Show",
    month="month",
    week="week",
    week_of="Week of {}",
    day="Day (2026-12-31)",
    time_zone="Time zone",
    go="Go",
    before="← Before",
    after="After →",
    date="%Y-%m-%d",
    moment="%Y-%m-%d %H:%M",
    months=(
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
    weekdays=("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    legend="Signs",
    kinds={
        EntryKind.PAST: "past",
        EntryKind.UNDER_WAY: "under way → predicted end",
        EntryKind.PLANNED: "planned",
        EntryKind.CATCH_UP: "catches up with missed times",
    },
    more="{} more",
    cut="There is more than can be shown; nothing after {} is.",
    open="Open the look-up",
    repeated="It repeats: one of its times cannot be moved alone.",
    new_time="New day and time ({})",
    move="Move …",
    move_title="Move the look-up of {}?",
    save="Move",
    moved="Moved.",
    changed_meanwhile="It was changed meanwhile, so it was not moved. What is shown now is as it is booked.",
    dropped="Only a planned look-up of this calendar can be dropped here.",
)

PORTUGUESE = CalendarWords(
    calendar="Calendário",
    view="Mostrar",
    month="mês",
    week="semana",
    week_of="Semana de {}",
    day="Dia (2026-12-31)",
    time_zone="Fuso horário",
    go="Ir",
    before="← Antes",
    after="Depois →",
    date="%d/%m/%Y",
    moment="%d/%m/%Y %H:%M",
    months=(
        *("janeiro de", "fevereiro de", "março de", "abril de", "maio de", "junho de"),
        *("julho de", "agosto de", "setembro de", "outubro de", "novembro de", "dezembro de"),
    ),
    weekdays=("seg", "ter", "qua", "qui", "sex", "sáb", "dom"),
    legend="Sinais",
    kinds={
        EntryKind.PAST: "passada",
        EntryKind.UNDER_WAY: "em andamento → fim previsto",
        EntryKind.PLANNED: "planejada",
        EntryKind.CATCH_UP: "recupera horários perdidos",
    },
    more="mais {}",
    cut="Há mais do que se pode mostrar; nada depois de {} é mostrado.",
    open="Abrir a consulta",
    repeated="Ela se repete: um só horário não pode ser movido.",
    new_time="Novo dia e hora ({})",
    move="Mover …",
    move_title="Mover a consulta de {}?",
    save="Mover",
    moved="Movida.",
    changed_meanwhile="Ela foi alterada enquanto isso, e não foi movida. O que se mostra agora é o que vale.",
    dropped="Só uma consulta planejada deste calendário pode ser solta aqui.",
)

WORDS: dict[Language, CalendarWords] = {"en": ENGLISH, "pt": PORTUGUESE}
