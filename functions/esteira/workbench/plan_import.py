"""Plan an import of dead letters: what would become of each line of a file, as `export_letters` wrote it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Annotated

from pydantic import BaseModel, Field

from esteira.core.decoding import InvalidFields, validated
from esteira.core.errors import BadRequest, Conflict, TooLarge, Unprocessable
from esteira.core.messages import MAX_RECEIVES, AnyMessage
from esteira.core.names import LANES, Lane
from esteira.core.queue.received_message import ReceivedMessage
from esteira.core.queue.send_batches import BatchSender
from esteira.reconciliation.dead_letters import DeadLetter, MessageKey, parse_dead_letter
from esteira.workbench.check_edit import MOST_BODY, check_edit
from esteira.workbench.letter import FiledLetter
from esteira.workbench.redrive_edited import PlannedEdit
from esteira.workbench.redrive_job import Fate
from esteira.workbench.run_redrive import BulkDeps

MOST_LINES = 1000
ARRIVED = "the target has its message, so it is no dead letter any more"
ON_ITS_WAY = "its message was sent back or is tried again, so it is no dead letter now"
SAME_LETTER = "a line before it has the same letter"
OTHER_LETTER = "another letter is about the same; export that one"


class LetterLine(BaseModel, frozen=True, extra="ignore"):
    """What is read of a line. An export has more, for people."""

    lane: Lane
    id: Annotated[str, Field(min_length=1, max_length=200)]
    body: Annotated[str, Field(min_length=1, max_length=MOST_BODY)]


@dataclass(frozen=True, kw_only=True)
class ImportDeps:
    """The filed letters, what became of messages, and the sender to each dead-letter queue."""

    bulk: BulkDeps
    dead_letters: Callable[[Lane], BatchSender]


@dataclass(frozen=True, kw_only=True)
class MissingLetter:
    """A letter that its queue does not have. `letter` has its body, and the SQS id that it had."""

    lane: Lane
    letter: DeadLetter

    @property
    def name(self) -> str:
        """The lane and the SQS id that it had."""
        return f"{self.lane}/{self.letter.received_message.sqs_message_id}"


@dataclass(frozen=True, kw_only=True)
class ImportPlan:
    """What would become of the lines, by their numbers, which are counted from 1.

    `missing`: they become dead letters again. `edits`: they are sent back with other bodies. `faults`: why a line is
    refused. `unchanged`: the number of letters that are there as the file has them.
    """

    missing: Mapping[int, MissingLetter]
    edits: Mapping[int, PlannedEdit]
    faults: Mapping[int, str]
    unchanged: int

    @property
    def has_work(self) -> bool:
        """Whether an import would change anything."""
        return bool(self.missing or self.edits)


def plan_import(deps: ImportDeps, text: bytes) -> ImportPlan:
    """Return what would become of each line. Nothing is changed.

    Raises `BadRequest` for what has no line, `TooLarge`, or `TargetUnavailable`.
    """
    planner = _Planner(deps=deps)
    for number, line in _lines(text):
        planner.read(number, line)
    planner.decide()
    return ImportPlan(
        missing=planner.missing,
        edits=planner.edits,
        faults=dict(sorted(planner.faults.items())),
        unchanged=planner.unchanged,
    )


@dataclass(kw_only=True)
class _Planner:
    """The lines that are read, and what was decided of them. `takers`: which line has a letter or a message."""

    deps: ImportDeps
    lines: dict[int, LetterLine] = field(default_factory=dict)
    takers: dict[tuple[Lane, str], int] = field(default_factory=dict)
    missing: dict[int, MissingLetter] = field(default_factory=dict)
    edits: dict[int, PlannedEdit] = field(default_factory=dict)
    faults: dict[int, str] = field(default_factory=dict)
    unchanged: int = 0

    def read(self, number: int, text: bytes) -> None:
        """Read a line."""
        try:
            self.lines[number] = validated(text, LetterLine)
        except InvalidFields as error:
            self.faults[number] = str(error)

    def decide(self) -> None:
        """Decide about each line: first of letters that are filed, then of those that are not."""
        store = self.deps.bulk.workbench.store
        filed = {number: store.find(line.lane, line.id) for number, line in self.lines.items()}
        for number, letter in filed.items():
            if letter:
                self._decide(number, partial(self._mend, number, letter))
        missing = {number: _missing(line) for number, line in self.lines.items() if not filed[number]}
        for lane in LANES:
            of_lane = {number: letter for number, letter in missing.items() if letter.lane == lane}
            copies = store.copies(lane, *_traits(of_lane.values()))
            for number, gone in of_lane.items():
                self._decide(number, partial(self._restore, number, gone, copies))

    def _decide(self, number: int, decision: Callable[[], None]) -> None:
        try:
            decision()
        except (Unprocessable, Conflict) as error:
            self.faults[number] = error.detail.removeprefix("(").removesuffix(")")

    def _mend(self, number: int, letter: FiledLetter) -> None:
        line = self.lines[number]
        self._take(number, letter.sqs_message_id)
        self.takers.setdefault((letter.lane, _missing(line).letter.identity), number)
        if line.body == letter.body:
            self.unchanged += 1
        else:
            self.edits[number] = PlannedEdit(letter=letter, checked=check_edit(letter, line.body))

    def _restore(self, number: int, missing: MissingLetter, copies: Sequence[FiledLetter]) -> None:
        self._take(number, missing.letter.identity)
        if any(copy.body == self.lines[number].body for copy in copies):
            self.unchanged += 1
            return
        if missing.letter.key and any(copy.key == str(missing.letter.key) for copy in copies):
            raise Unprocessable(f"({OTHER_LETTER})")
        if missing.letter.message:
            self._check_fate(missing.letter.message, missing.letter.key)
        self.missing[number] = missing

    def _take(self, number: int, trait: str) -> None:
        if self.takers.setdefault((self.lines[number].lane, trait), number) != number:
            raise Unprocessable(f"({SAME_LETTER})")

    def _check_fate(self, message: AnyMessage, key: MessageKey | None) -> None:
        bulk = self.deps.bulk
        fate = bulk.fates.of(message, bulk.workbench.clock())
        if fate is Fate.ARRIVED:
            raise Unprocessable(f"({ARRIVED})")
        cause = bulk.workbench.causes.of([key]).get(key) if key else None
        if fate is Fate.PENDING and cause and cause.attempt < MAX_RECEIVES:
            raise Unprocessable(f"({ON_ITS_WAY})")


def _missing(line: LetterLine) -> MissingLetter:
    received = ReceivedMessage(
        body=line.body, sqs_message_id=line.id, receipt_handle="", attempt=0, sent_at=datetime.min.replace(tzinfo=UTC)
    )
    return MissingLetter(lane=line.lane, letter=parse_dead_letter(received, line.lane))


def _traits(missing: Iterable[MissingLetter]) -> tuple[list[str], list[str]]:
    """Return by what copies of letters are found: the keys of those that have one, and the bodies of the others."""
    letters = [each.letter for each in missing]
    keys = [str(letter.key) for letter in letters if letter.key]
    return keys, [letter.received_message.body for letter in letters if not letter.key]


def _lines(text: bytes) -> Iterator[tuple[int, bytes]]:
    numbered = [(number, line) for number, line in enumerate(text.split(b"\n"), start=1) if line.strip()]
    if not numbered:
        raise BadRequest("(the file has no line)")
    if len(numbered) > MOST_LINES:
        raise TooLarge(f"(at most {MOST_LINES:,} letters are imported at once)")
    return iter(numbered)
