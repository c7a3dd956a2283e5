"""Schedules are said in words, in both languages."""

import pytest
from esteira.stack.schedules.expression import parse

from console.pages.schedules.in_words import in_words
from console.pages.schedules.words import ENGLISH, PORTUGUESE


@pytest.mark.parametrize(
    ("expression", "english", "portuguese"),
    [
        ("rate(1 minute)", "every minute", "a cada minuto"),
        ("rate(2 hours)", "every 2 hours", "a cada 2 horas"),
        ("rate(1 day)", "every day", "todo dia"),
        ("cron(0/15 * * * ? *)", "every 15 minutes", "a cada 15 minutos"),
        ("cron(* * * * ? *)", "every minute", "a cada minuto"),
        ("cron(5 * * * ? *)", "at minute 5 of every hour", "no minuto 5 de cada hora"),
        ("cron(0 19 * * ? *)", "every day at 19:00 UTC", "todo dia às 19:00 UTC"),
        (
            "cron(30 9 ? * MON-FRI *)",
            "on Monday to Friday at 09:30 UTC",
            "em segunda-feira a sexta-feira às 09:30 UTC",
        ),
        (
            "cron(0 8,20 ? * 1,7 *)",
            "on Sunday and Saturday at 08:00 and 20:00 UTC",
            "em domingo e sábado às 08:00 e 20:00 UTC",
        ),
        (
            "cron(0 8 1,15 * ? *)",
            "on day 1 and 15 of the month at 08:00 UTC",
            "no dia 1 e 15 do mês às 08:00 UTC",
        ),
        ("cron(0 8 L * ? *)", "on the last day of the month at 08:00 UTC", "no último dia do mês às 08:00 UTC"),
        (
            "cron(0 8 ? * 6#3 *)",
            "on Friday number 3 of the month at 08:00 UTC",
            "em sexta-feira número 3 do mês às 08:00 UTC",
        ),
        (
            "cron(0 8 ? * 6L *)",
            "on the last Friday of the month at 08:00 UTC",
            "em último dia do mês que for sexta-feira às 08:00 UTC",
        ),
        ("cron(0 0 1 JAN ? 2028)", "on day 1 of the month in January in 2028 at 00:00 UTC", None),
        ("cron(0-10 8-9 * * ? *)", "every day at minutes 0-10 of hours 8-9 UTC", None),
    ],
)
def test_a_schedule_is_said_in_words(expression: str, english: str, portuguese: str | None) -> None:
    schedule = parse(expression)

    assert in_words(schedule, ENGLISH) == english
    assert portuguese is None or in_words(schedule, PORTUGUESE) == portuguese
