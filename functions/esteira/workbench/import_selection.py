"""Import dead letters, as `export_letters` wrote them and somebody changed their bodies, and send them back."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, Field

from esteira.core.decoding import InvalidFields, validated
from esteira.core.errors import BadLines, BadRequest, Conflict, NotFound, TooLarge, Unprocessable
from esteira.core.names import Lane
from esteira.workbench.check_edit import MOST_BODY, check_edit
from esteira.workbench.deps import WorkbenchDeps
from esteira.workbench.redrive_edited import NOT_SENT, NOT_VISIBLE, Edited, PlannedEdit, redrive_all_edited

MOST_LINES = 1000
MOST_NAMED = 20
"""Wrong lines that are named; further ones are counted."""


class ImportSelection(BaseModel, frozen=True, extra="forbid"):
    """Query of `POST /dead-letters/import`. `wrong`: whether wrong lines are skipped, or nothing is sent."""

    wrong: Literal["refuse", "skip"] = "refuse"


class LetterLine(BaseModel, frozen=True, extra="ignore"):
    """What is read of a line. An export has more, for people."""

    lane: Lane
    id: Annotated[str, Field(min_length=1, max_length=200)]
    body: Annotated[str, Field(min_length=1, max_length=MOST_BODY)]


@dataclass(frozen=True, kw_only=True)
class Imported:
    """The letters that were sent back, how many have the body that they had, and why others were not sent, by line."""

    edited: Sequence[Edited]
    unchanged: int
    faults: Mapping[int, str]


def import_selection(deps: WorkbenchDeps, text: bytes, query: ImportSelection, by: str) -> Imported:
    """Send letters back with their new bodies, each of which must be right. A letter with the body that it had stays.

    Raises `BadRequest` for what has no line, `TooLarge`, `BadLines` unless wrong ones are skipped (then nothing is
    sent), or `Unavailable`; then the edits of the letters that were sent before it are kept.
    """
    plan = _Plan(deps=deps)
    for number, line in _lines(text):
        plan.add(number, line)
    if plan.faults and query.wrong == "refuse":
        named = dict(list(plan.faults.items())[:MOST_NAMED])
        raise BadLines(named, more=len(plan.faults) - len(named))
    edited = [each for lane in get_args(Lane) for each in _sent(plan, lane, by)]
    return Imported(edited=edited, unchanged=plan.unchanged, faults=dict(sorted(plan.faults.items())))


@dataclass(kw_only=True)
class _Plan:
    """What is to be sent, by lane and SQS id, and the numbers of the lines, counted from 1."""

    deps: WorkbenchDeps
    numbers: dict[tuple[Lane, str], int] = field(default_factory=dict)
    edits: dict[tuple[Lane, str], PlannedEdit] = field(default_factory=dict)
    unchanged: int = 0
    faults: dict[int, str] = field(default_factory=dict)

    def add(self, number: int, text: bytes) -> None:
        """Check a line."""
        try:
            self._add(number, validated(text, LetterLine))
        except (InvalidFields, Unprocessable, Conflict, NotFound) as error:
            self.faults[number] = str(error)

    def _add(self, number: int, line: LetterLine) -> None:
        key = (line.lane, line.id)
        if self.numbers.setdefault(key, number) != number:
            raise Unprocessable(f"(line {self.numbers[key]} has the same letter)")
        letter = self.deps.letter(*key)
        if line.body == letter.body:
            self.unchanged += 1
        else:
            self.edits[key] = PlannedEdit(letter=letter, checked=check_edit(letter, line.body))


def _sent(plan: _Plan, lane: Lane, by: str) -> Sequence[Edited]:
    """Send the edits of a lane, and add why others were not sent to the plan's faults."""
    edits = {letter: edit for (of_lane, letter), edit in plan.edits.items() if of_lane == lane}
    if not edits:
        return ()
    sent = redrive_all_edited(plan.deps, lane, list(edits.values()), by)
    for letter in edits.keys() - {each.edit.sqs_message_id for each in sent.edited}:
        plan.faults[plan.numbers[lane, letter]] = NOT_SENT if letter in sent.unsent else NOT_VISIBLE
    return sent.edited


def _lines(text: bytes) -> Iterator[tuple[int, bytes]]:
    numbered = [(number, line) for number, line in enumerate(text.split(b"\n"), start=1) if line.strip()]
    if not numbered:
        raise BadRequest("(the file has no line)")
    if len(numbered) > MOST_LINES:
        raise TooLarge(f"(at most {MOST_LINES:,} letters are imported at once)")
    return iter(numbered)
