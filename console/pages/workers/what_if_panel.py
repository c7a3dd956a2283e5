"""What the last minutes would have been like under the edited configuration: waiting and worker minutes."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from esteira.core.errors import ImpossibleFlow, NotFound
from esteira.scaling.what_if.compare import WhatIf, read_recorded, what_if
from esteira.scaling.what_if.outcome import LaneOutcome, Outcome

from console.elements.data_table import Column, DataTable, Row, TableEvents
from console.elements.text import Text
from console.frame.paged_table import table_texts
from console.frame.panel import Panel
from console.frame.visit import Visit
from console.pages.workers.deps import WorkersPageDeps
from console.pages.workers.edits import ConfigEdits
from console.pages.workers.words import WorkersWords
from console.words.words import Words

MINUTES = 10
"""A replay of these takes an eighth of a second of processor time; one of an hour six times as long."""
DEBOUNCE_SECONDS = 0.5
"""While a slider moves, nothing is computed."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A what-if, or why there is none: nothing is recorded, or a field is not valid."""

    compared: WhatIf | None = None
    faulty: bool = False


class WhatIfPanel:
    """The panel while the page is open. `edits` returns those of the sliders, and None before they are read."""

    def __init__(
        self, visit: Visit, words: WorkersWords, deps: WorkersPageDeps, edits: Callable[[], ConfigEdits | None]
    ) -> None:
        self._visit, self._words, self._deps, self._edits = visit, words, deps, edits
        self._waiting: asyncio.Task[None] | None = None
        self.panel: Panel[Answer] = Panel(visit, words.what_if, question=self._answer, show=self._show)
        with self.panel.content:
            self._note = Text(tag="p", role="note")
            self._note.props["role"] = "status"
            texts = table_texts(visit, caption=words.what_if, empty=words.nothing_recorded.format(MINUTES))
            self._table = DataTable(columns(words), texts, TableEvents())

    def edited(self) -> None:
        """Compute anew as soon as nothing has been edited for a moment."""
        if self._waiting:
            self._waiting.cancel()
        self._waiting = self._visit.follow(self._soon(), name="what-if")

    async def _soon(self) -> None:
        await asyncio.sleep(DEBOUNCE_SECONDS)
        with self._visit.client:
            await self.panel.refresh()

    def _answer(self) -> Answer:
        now, edits = self._visit.clock(), self._edits()
        try:
            recorded = read_recorded(self._deps.record, now - timedelta(minutes=MINUTES), now)
            current = edits.current if edits else self._deps.scaling.configs.current()
            return Answer(compared=what_if(recorded, current, edits.document if edits else {}))
        except NotFound:
            return Answer()
        except ImpossibleFlow:
            return Answer(faulty=True)

    def _show(self, answer: Answer) -> None:
        if answer.faulty:
            self._note.set_text(self._words.what_if_faulty)
            return
        self._note.set_text(self._words.what_if_note.format(MINUTES))
        compared = answer.compared
        self._table.show(rows(compared, self._words, self._visit.words) if compared else [])


def columns(words: WorkersWords) -> list[Column]:
    """Return the columns: what was measured, the replay of the configuration in force, and that of the edited one."""
    return [
        Column(key="lane", label=words.lane),
        *(
            Column(key=f"{name}_{figure}", label=f"{label}: {of}", kind="number")
            for name, label in (("wait", words.mean_wait), ("minutes", words.worker_minutes))
            for figure, of in (("happened", words.happened), ("present", words.present), ("proposed", words.proposed))
        ),
        Column(key="rule", label=words.rule),
    ]


def rows(compared: WhatIf, words: WorkersWords, texts: Words) -> list[Row]:
    """Return each lane, and all of them together."""
    outcomes = {"happened": compared.recorded.happened, "present": compared.present, "proposed": compared.proposed}
    lanes = [
        _row(lane, texts.lane_names[lane], {name: each.lanes.get(lane) for name, each in outcomes.items()}, texts)
        for lane in compared.proposed.lanes
    ]
    return [*lanes, _row("all", words.together, dict(outcomes), texts)]


def _row(key: str, name: str, outcomes: dict[str, LaneOutcome | Outcome | None], texts: Words) -> Row:
    proposed = outcomes["proposed"]
    rule = proposed.binding_rule if proposed else None
    return {
        "key": key,
        "lane": name,
        **{f"wait_{each}": round(found.waiting.mean, 1) if found else None for each, found in outcomes.items()},
        **{f"minutes_{each}": round(found.worker_minutes, 1) if found else None for each, found in outcomes.items()},
        "rule": texts.rules[rule] if rule else "",
    }
