"""Taking an exported file back: what would become of its letters is shown before anything is done."""

from esteira.core.errors import EsteiraError
from esteira.core.http.policies import Policy
from esteira.workbench.export_letters import MEDIA_TYPE
from esteira.workbench.import_selection import Imported, ImportSelection, import_selection
from esteira.workbench.plan_import import ImportPlan, plan_import

from console.elements.controls import Button, Clicked, FileField
from console.elements.data_table import Column, DataTable, Row, TableEvents
from console.elements.facts import Fact, Facts
from console.elements.text import HtmlElement, Text
from console.frame.actions import Action, Done
from console.frame.dialogs import form_dialog
from console.frame.paged_table import table_texts
from console.frame.visit import Visit
from console.pages.dead_letters.deps import DeadLettersDeps
from console.pages.dead_letters.import_words import WORDS, ImportWords

MOST_BYTES = 900_000
"""What one message of the page's socket carries."""
MOST_NAMED = 20
"""Refused lines that are named; all are counted."""


def ask_for_file(visit: Visit, deps: DeadLettersDeps) -> None:
    """Ask for the file, show what would become of its letters, and do it once that is confirmed."""
    words = WORDS[visit.preferences.language]
    with form_dialog(words.title) as dialog:
        _ImportForm(visit, words, deps, close=dialog.close)


class _ImportForm(HtmlElement):
    """The content of the dialog."""

    def __init__(self, visit: Visit, words: ImportWords, deps: DeadLettersDeps, *, close: Clicked) -> None:
        super().__init__("div", "import-letters")
        self._visit, self._words, self._deps, self._close = visit, words, deps, close
        self._file = b""
        with self:
            self._field = FileField(
                words.choose, self._take, accept=".jsonl", most_bytes=MOST_BYTES, hint=words.choose_hint
            )
            with HtmlElement("div", "hidden").with_attributes(role="status") as self._preview:
                self._facts = Facts(visit.words.locale)
                self._more = Text(tag="p", role="note")
                self._refused = DataTable(
                    _columns(words), table_texts(visit, caption=words.refused, empty=words.none), TableEvents()
                )
            with HtmlElement("div", "buttons"):
                Button(visit.frame_words.cancel, close)
                self._submit = Button(
                    words.submit, self._import, tone="primary", refused=visit.refusal(Policy.OPERATOR)
                )
                self._submit.set_visibility(False)

    async def _take(self, contents: str | None) -> None:
        """Show what would become of a file, or why it is not taken."""
        self._submit.set_visibility(False)
        self._preview.classes("hidden")
        if contents is None:
            self._field.refuse(self._words.too_large)
            return
        self._file = contents.encode(errors="surrogatepass")
        try:
            plan = await self._visit.read(lambda: plan_import(self._deps.imports, self._file))
        except EsteiraError as error:
            self._field.refuse(self._visit.words.reason(error.public_message))
            return
        self._field.refuse("")
        self._show(plan)

    def _show(self, plan: ImportPlan) -> None:
        words, count = self._words, self._visit.words.count
        self._facts.show(
            Fact(words.restored, count(len(plan.missing))),
            Fact(words.sent, count(len(plan.edits))),
            Fact(words.unchanged, count(plan.unchanged)),
            Fact(words.refused, count(len(plan.faults))),
        )
        named = list(plan.faults.items())[:MOST_NAMED]
        self._refused.show([_row(number, words.reasons.get(fault, fault)) for number, fault in named])
        self._refused.set_visibility(bool(named))
        more = len(plan.faults) - len(named)
        self._more.set_text(words.more.format(count(more)) if more else "" if plan.has_work else words.nothing)
        self._preview.classes(remove="hidden")
        self._submit.set_visibility(plan.has_work)

    async def _import(self) -> None:
        def work(by: str) -> Done[Imported]:
            imported = import_selection(self._deps.imports, self._file, ImportSelection(wrong="skip"), by)
            return Done(value=imported, before=imported.before, after=imported.after)

        action = Action(name="dead_letters.imported", subject=MEDIA_TYPE)
        if await self._visit.actor.perform(action, work, done=self._said):
            self._close()

    def _said(self, imported: Imported) -> str:
        count = self._visit.words.count
        counts = (len(imported.restored), len(imported.edited), len(imported.faults))
        return self._words.done.format(*(count(each) for each in counts))


def _columns(words: ImportWords) -> list[Column]:
    return [
        Column(key="line", label=words.line, kind="number"),
        Column(key="reason", label=words.why, wide=True),
    ]


def _row(number: int, reason: str) -> Row:
    return {"key": str(number), "line": number, "reason": reason}
