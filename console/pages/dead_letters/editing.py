"""Mending one dead letter: its body to edit, what that changes, a dry run, and sending it."""

from collections.abc import Sequence

from esteira.core.errors import EsteiraError
from esteira.core.http.policies import Policy
from esteira.core.strict_json import MalformedJson, json_value
from esteira.workbench.check_edit import CheckedEdit, check_edit
from esteira.workbench.letter import Edit, FiledLetter
from esteira.workbench.rehearse_dead_letter import Rehearsed
from nicegui import ui
from pydantic_core import to_json

from console.elements.controls import Button, Field
from console.elements.data_table import DataTable, TableEvents
from console.elements.text import HtmlElement, Text
from console.frame.paged_table import table_texts
from console.frame.visit import Visit
from console.pages.dead_letters.actions import rehearse, send_edited
from console.pages.dead_letters.deps import DeadLettersDeps
from console.pages.dead_letters.rows import PATH, change_columns, change_row
from console.pages.dead_letters.unfinished import show_unfinished
from console.pages.dead_letters.words import DeadLettersWords


def readable(body: str) -> str:
    """Return a body with a line for each field, unless that would change its meaning."""
    try:
        value = json_value(body)
        text = to_json(value, indent=2).decode()
        return text if json_value(text) == value else body
    except MalformedJson:
        return body


class Editing(HtmlElement):
    """The form for one letter."""

    def __init__(
        self,
        visit: Visit,
        words: DeadLettersWords,
        deps: DeadLettersDeps,
        letter: FiledLetter,
        unfinished: Sequence[Edit],
    ) -> None:
        """`unfinished`: edits of it that may have been sent, the last first."""
        super().__init__("section", "card mend")
        self._visit, self._words, self._deps, self._letter = visit, words, deps, letter
        self._as_it_is = readable(letter.body)
        self.with_attributes(aria_label=words.edit)
        with self:
            Text(words.edit, tag="h2")
            for edit in unfinished[:1]:
                show_unfinished(visit, words, edit)
            body = readable(unfinished[0].after) if unfinished else self._as_it_is
            self._body = Field(words.body, kind="textarea", value=body, hint=words.edit_hint, spellcheck="false")
            self._buttons()
            self._result = Text(tag="p", role="result")
            self._result.props["role"] = "status"
            texts = table_texts(visit, caption=words.changes, empty=words.unchanged)
            self._changes = DataTable(change_columns(words), texts, TableEvents())
            self._changes.set_visibility(False)

    def _buttons(self) -> None:
        words, refused = self._words, self._visit.refusal(Policy.OPERATOR)
        with HtmlElement("div", "buttons"):
            Button(words.check, self._check)
            Button(words.rehearse, self._rehearse, refused=refused)
            Button(words.send_edited, self._send, tone="primary", refused=refused)

    @property
    def _edited(self) -> str | None:
        """The new body; None if it is that of the letter."""
        return None if self._body.value == self._as_it_is else self._body.value

    async def _check(self) -> None:
        await self._is_taken()

    async def _is_taken(self) -> bool:
        """Show what the new body changes, or why it is not taken."""
        self._body.refuse("")
        self._result.set_text("")
        try:
            checked = await self._visit.read(lambda: check_edit(self._letter, self._body.value))
        except EsteiraError as error:
            self._changes.set_visibility(False)
            self._body.refuse(self._visit.words.reason(error.public_message))
            return False
        self._show(checked)
        return True

    def _show(self, checked: CheckedEdit) -> None:
        self._changes.show([change_row(change) for change in checked.changes])
        self._changes.set_visibility(True)

    async def _rehearse(self) -> None:
        if self._edited is not None and not await self._is_taken():
            return
        if tried := await rehearse(self._visit, self._words, self._deps, self._letter, self._edited):
            self._result.set_text(self._told(tried))

    def _told(self, tried: Rehearsed) -> str:
        if tried.failure:
            return self._words.would_fail.format(tried.failure)
        return self._words.would_change if tried.changed else self._words.would_repeat

    async def _send(self) -> None:
        if not await self._is_taken():
            return
        edited = await send_edited(self._visit, self._words, self._deps, self._letter, self._body.value)
        if edited:
            is_order = self._letter.lane == "orders"
            ui.navigate.to(f"/orders/{edited.edit.message_id}" if is_order else PATH)
