"""The page of one function: its figures, invoking it, and its log."""

from dataclasses import dataclass

from esteira.core.http.policies import Policy
from esteira.stack.function import Answer
from esteira.stack.invoke_function import InvokeFunction, invoke_function
from esteira.stack.list_functions import FunctionFigures, show_function
from esteira.stack.read_log import LogTail, read_log

from console.elements.controls import Button, Field
from console.elements.data_table import DataTable, TableEvents
from console.elements.facts import Facts
from console.elements.text import HtmlElement, Text
from console.frame.actions import Action, Done
from console.frame.dialogs import confirmed
from console.frame.filters import Filters, address
from console.frame.moment import LiveFeed
from console.frame.paged_table import table_texts
from console.frame.panel import Panel
from console.frame.visit import Visit
from console.pages.functions.events import CAPTURED, FunctionsPageDeps, event_of, gallery
from console.pages.functions.page import REFRESH_SECONDS
from console.pages.functions.rows import function_facts, log_columns, log_row
from console.pages.functions.words import WORDS, FunctionsWords


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """What invoking begins with: the names of the gallery, and the chosen event; None where there is none now."""

    names: list[str]
    event: str | None


async def function_page(visit: Visit, _: LiveFeed, deps: FunctionsPageDeps) -> None:
    """Build it. The address may choose an event of the gallery (`event`) and a text of the log (`text`)."""
    words, name = WORDS[visit.preferences.language], visit.path["function"]
    figures = _figures_panel(visit, words, deps, name)
    invoking = _invoke_panel(visit, words, deps, name)
    log = _log_panel(visit, words, deps, name)
    for panel in (figures, invoking, log):
        await panel.refresh()
    visit.every(REFRESH_SECONDS, figures.refresh, name="function")
    visit.every(REFRESH_SECONDS, log.refresh, name="log")


def _figures_panel(visit: Visit, words: FunctionsWords, deps: FunctionsPageDeps, name: str) -> Panel[FunctionFigures]:
    def show(found: FunctionFigures) -> None:
        facts.show(*function_facts(found, words, visit.words))
        note.set_text("" if found.figures.complete else words.incomplete)

    panel = Panel(visit, name, question=lambda: show_function(deps.stack, name, visit.since), show=show)
    with panel.content:
        note = Text(tag="p", role="warning")
        facts = Facts(visit.words.locale)
    return panel


def _invoke_panel(visit: Visit, words: FunctionsWords, deps: FunctionsPageDeps, name: str) -> Panel[Prepared]:
    chosen = visit.query.get("event", "")

    def question() -> Prepared:
        function = deps.stack.function(name)
        return Prepared(names=gallery(function, deps.stack.clock()), event=event_of(deps, function, chosen))

    def show(prepared: Prepared) -> None:
        _events(words, name, prepared, chosen)
        _form(visit, words, deps, name, prepared.event or "{}")

    return Panel(visit, words.invoke_title, question=question, show=show)


def _events(words: FunctionsWords, name: str, prepared: Prepared, chosen: str) -> None:
    with HtmlElement("p", "choices"):
        Text(f"{words.events}: ")
        for each in prepared.names:
            link = Text(event_text(words, each), tag="a")
            link.props["href"] = address(f"/functions/{name}", {"event": each})
            if each == (chosen or prepared.names[0]):
                link.props["aria-current"] = "true"
    if prepared.event is None:
        Text(words.no_message, tag="p", role="warning")


def _form(visit: Visit, words: FunctionsWords, deps: FunctionsPageDeps, name: str, event: str) -> None:
    field = Field(words.event, kind="textarea", value=event, hint=words.event_hint, spellcheck="false", rows="12")

    async def invoke() -> None:
        answer = await _invoke(visit, words, deps, InvokeFunction(name=name, event=field.value))
        if answer:
            result.set_text(f"{answer.payload}\n\n{answer.log}")

    Button(words.invoke, invoke, tone="primary", refused=visit.refusal(Policy.OPERATOR))
    result = Text(tag="pre", role="result")
    result.props.update({"aria-label": words.answer, "tabindex": "0"})


async def _invoke(
    visit: Visit, words: FunctionsWords, deps: FunctionsPageDeps, command: InvokeFunction
) -> Answer | None:
    title = words.invoke_question.format(command.name)
    if not await confirmed(visit, title, [words.invoke_sentence], action=words.invoke):
        return None

    def work(_: str) -> Done[Answer]:
        answer = invoke_function(deps.stack, command)
        return Done(value=answer, after={"error": answer.error, "seconds": round(answer.seconds, 3)})

    def said(answer: Answer) -> str:
        return words.failed.format(answer.error) if answer.error else words.invoked.format(f"{answer.seconds:.1f}")

    return await visit.actor.perform(Action(name="function.invoked", subject=command.name), work, done=said)


def _log_panel(visit: Visit, words: FunctionsWords, deps: FunctionsPageDeps, name: str) -> Panel[LogTail]:
    text = visit.query.get("text", "")

    def show(tail: LogTail) -> None:
        table.show([log_row(number, line) for number, line in enumerate(reversed(tail.lines))][::-1])
        looked = words.looked_back.format(len(tail.lines), f"{tail.since:%Y-%m-%d %H:%M}")
        note.set_text(looked if tail.complete else words.lines_missing)

    panel: Panel[LogTail] = Panel(
        visit, words.log, question=lambda: read_log(deps.stack, name, since=visit.since, phrase=text), show=show
    )
    with panel.content:
        Filters(visit, f"/functions/{name}").fields({"text": words.log_search}, search=words.search)
        note = Text(tag="p", role="note")
        texts = table_texts(visit, caption=words.log, empty=words.no_lines)
        table = DataTable(log_columns(words), texts, TableEvents())
    return panel


def event_text(words: FunctionsWords, name: str) -> str:
    """Return what an event of the gallery is called."""
    return words.captured if name == CAPTURED else {key.value: text for key, text in words.samples.items()}[name]
