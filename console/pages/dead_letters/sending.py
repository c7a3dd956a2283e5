"""The question before many dead letters are sent back: how fast, and whether one goes first."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from esteira.core.decoding import query_from
from esteira.core.names import Lane
from esteira.workbench.letter import LetterCount
from esteira.workbench.redrive_job import RedriveJob
from esteira.workbench.start_redrive import StartRedrive, start_redrive
from nicegui import ui

from console.elements.controls import Button, Check, Field
from console.elements.text import HtmlElement, Text
from console.frame.actions import Action, Done
from console.frame.dialogs import form_dialog
from console.frame.visit import Visit
from console.pages.dead_letters.deps import DeadLettersDeps
from console.pages.dead_letters.rows import REDRIVES
from console.pages.dead_letters.words import DeadLettersWords

MOST_PER_SECOND = 10_000


@dataclass(frozen=True, kw_only=True)
class Letters:
    """The letters of one lane that are to be sent back: those with these ids in SQS, or all that the filters match.

    `count`: how many they are. `left_out`: how many more match, but may have been sent with another body.
    """

    lane: Lane
    count: int
    left_out: int = 0
    ids: tuple[str, ...] | None = None
    filters: Mapping[str, str | None] = field(default_factory=dict)


def letters_of(count: LetterCount, filters: Mapping[str, str | None]) -> Letters:
    """Return all letters that filters match, of which there are so many."""
    return Letters(lane=count.lane, count=count.letters - count.unfinished, left_out=count.unfinished, filters=filters)


def ask_to_send(visit: Visit, words: DeadLettersWords, deps: DeadLettersDeps, letters: Letters) -> None:
    """Ask for rate and canary, start the redrive, and go to its page."""
    with form_dialog(words.send_title) as dialog:
        sentence = words.send_sentence[letters.count != 1]
        lane = visit.words.lane_names[letters.lane]
        Text(sentence.format(count=visit.words.count(letters.count), lane=lane), tag="p")
        if letters.left_out:
            Text(words.left_out.format(visit.words.count(letters.left_out)), tag="p", role="note warning")
        Text(words.send_rule, tag="p", role="note")
        rate = Field(words.rate, hint=words.rate_hint, inputmode="decimal")
        canary = Check(words.canary, value=True)

        async def send() -> None:
            rate.refuse("")
            if not is_rate(rate.value):
                rate.refuse(words.rate_fault)
            elif job := await start(visit, words, deps, letters, rate=rate.value, canary=canary.value):
                dialog.close()
                ui.navigate.to(redrive_path(job))

        with HtmlElement("div", "buttons"):
            Button(visit.frame_words.cancel, dialog.close)
            Button(words.send, send, tone="primary")


def is_rate(text: str) -> bool:
    """Whether a text is empty, or a number of letters per second."""
    digits = _decimal(text)
    return not digits or (digits.replace(".", "", 1).isdecimal() and 0 < float(digits) <= MOST_PER_SECOND)


async def start(  # noqa: PLR0913 - what is sent, and how
    visit: Visit, words: DeadLettersWords, deps: DeadLettersDeps, letters: Letters, *, rate: str, canary: bool
) -> RedriveJob | None:
    """Start the redrive. Returns it, or None after the visitor was told why there is none."""
    asked = {**letters.filters, "lane": letters.lane, "ids": letters.ids, "per_second": _decimal(rate)}

    def work(by: str) -> Done[RedriveJob]:
        command = query_from({**asked, "canary": canary}, StartRedrive)
        job = start_redrive(deps.workbench, deps.bulk.jobs, command, by)
        return Done(value=job, after={**_asked(asked), "canary": canary, **begun_facts(job)})

    action = Action(name="redrive.started", subject=letters.lane)
    return await visit.actor.perform(action, work, done=words.started)


def redrive_path(job: RedriveJob) -> str:
    """Return the address of a redrive's page."""
    return f"{REDRIVES}/{job.id}"


def begun_facts(job: RedriveJob) -> dict[str, Any]:
    """Return what the audit log keeps of a redrive that has begun."""
    return {"redrive": str(job.id), "state": job.state.value, "letters": job.waiting}


def _asked(asked: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in asked.items() if value}


def _decimal(text: str) -> str:
    """Return a number as it may be typed in Portuguese too."""
    return text.strip().replace(",", ".")
