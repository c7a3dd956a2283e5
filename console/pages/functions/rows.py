"""Functions and lines of their logs as rows of tables, and as facts."""

from esteira.stack.function import DeployedFunction, LogLine
from esteira.stack.list_functions import FunctionFigures

from console.elements.data_table import Column, Row
from console.elements.facts import Fact
from console.pages.functions.words import FunctionsWords
from console.words.words import Words

ACTIVE = "Active"


def function_columns(words: FunctionsWords) -> list[Column]:
    """Return the columns of functions."""
    return [
        Column(key="name", label=words.name, kind="link", wide=True),
        Column(key="trigger", label=words.trigger),
        Column(key="state", label=words.state, kind="state"),
        Column(key="invocations", label=words.invocations, kind="number"),
        Column(key="errors", label=words.errors, kind="number"),
        Column(key="cold_starts", label=words.cold_starts, kind="number"),
        Column(key="p50", label=words.p50, kind="duration"),
        Column(key="p95", label=words.p95, kind="duration"),
        Column(key="memory", label=words.memory, kind="number"),
        Column(key="timeout", label=words.timeout, kind="duration"),
        Column(key="last", label=words.last, kind="time"),
    ]


def function_row(found: FunctionFigures, words: FunctionsWords) -> Row:
    """Return a function, whose name leads to its page."""
    function, figures = found.function, found.figures
    return {
        "key": function.name,
        "name": {"text": function.name, "href": f"/functions/{function.name}"},
        "trigger": trigger_text(function, words),
        "state": {"text": function.state, "tone": tone(function)},
        "invocations": figures.invocations,
        "errors": figures.errors,
        "cold_starts": figures.cold_starts,
        "p50": figures.p50_seconds,
        "p95": figures.p95_seconds,
        "memory": function.memory_mib,
        "timeout": function.timeout_seconds,
        "last": figures.last.ended_at if figures.last else None,
    }


def function_facts(found: FunctionFigures, words: FunctionsWords, texts: Words) -> list[Fact]:
    """Return what is known of a function."""
    function, figures = found.function, found.figures
    return [
        Fact(words.description, function.description),
        Fact(words.trigger, trigger_text(function, words)),
        Fact(words.state, function.state, tone=tone(function)),
        Fact(words.invocations, texts.count(figures.invocations)),
        Fact(words.errors, texts.count(figures.errors)),
        Fact(words.cold_starts, texts.count(figures.cold_starts)),
        Fact(words.p50, _milliseconds(figures.p50_seconds, texts)),
        Fact(words.p95, _milliseconds(figures.p95_seconds, texts)),
        Fact(words.most_memory, texts.count(figures.most_memory_mib)),
        Fact(words.memory, texts.count(function.memory_mib)),
        Fact(words.timeout, texts.duration(function.timeout_seconds)),
        Fact(words.last, figures.last.ended_at if figures.last else None),
        Fact(words.handler, function.handler, code=True),
        Fact(words.runtime, function.runtime, code=True),
        Fact(words.deployed_as, function.deployed_name, code=True),
    ]


def trigger_text(function: DeployedFunction, words: FunctionsWords) -> str:
    """Return what invokes a function, with the name of its queue."""
    text = words.triggers[function.trigger]
    return f"{text} {function.queue}" if function.queue else text


def tone(function: DeployedFunction) -> str:
    """Return the tone of a function's state."""
    return "normal" if function.state == ACTIVE else "alert"


def log_columns(words: FunctionsWords) -> list[Column]:
    """Return the columns of a log."""
    return [
        Column(key="at", label=words.at, kind="time"),
        Column(key="text", label=words.line, kind="code", wide=True),
    ]


def log_row(number: int, line: LogLine) -> Row:
    """Return a line of a log."""
    return {"key": f"{line.at.timestamp()}-{line.stream}-{number}", "at": line.at, "text": line.text}


def _milliseconds(seconds: float | None, texts: Words) -> str | None:
    return None if seconds is None else f"{texts.count(round(seconds * 1000))} ms"
