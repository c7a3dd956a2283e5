"""The story of one order as a page shows it, whether it comes from the stores or from a file."""

from dataclasses import replace

from esteira.orders.story import Letter, Redrive, Story, StoryAttempt, StoryCallback

from console.elements.data_table import Column, DataTable, Row, TableEvents
from console.elements.facts import Fact, Facts
from console.elements.text import HtmlElement, Text
from console.frame.paged_table import table_texts
from console.frame.visit import Visit
from console.pages.orders.page import TONES
from console.pages.orders.picture import PathPicture
from console.pages.orders.steps import steps
from console.pages.orders.words import OrdersWords
from console.words.words import Words


class StoryView(HtmlElement):
    """The path as a picture, the rows of source and target, and tables of what happened. Built once, shown often."""

    def __init__(self, visit: Visit, words: OrdersWords) -> None:
        super().__init__("div", "story")
        self._words, self._texts = words, visit.words
        self._shown: Story | None = None
        locale = visit.words.locale
        with self:
            self._unread = HtmlElement("div", "notes")
            with HtmlElement("div", "columns"):
                with HtmlElement("div", "story-path"):
                    Text(words.path, tag="h3")
                    self._picture = PathPicture(words.path)
                with HtmlElement("div"):
                    self._facts = Facts(locale)
                    Text(words.source_row, tag="h3")
                    self._source, self._no_source = Facts(locale), Text(tag="p")
                    Text(words.target_row, tag="h3")
                    self._target, self._no_target = Facts(locale), Text(tag="p")
            self._attempts = _table(visit, words.attempts_title, _attempt_columns(words), words.no_attempts)
            self._missing = Text(tag="p")
            self._letters = _table(visit, words.letters_title, _letter_columns(words), words.no_letters)
            self._redrives = _table(visit, words.redrives_title, _redrive_columns(words), words.no_redrives)
            self._callbacks = _table(visit, words.callbacks_title, _callback_columns(words), words.no_callbacks)
            self._more_callbacks = Text(tag="p")

    def show(self, story: Story) -> None:
        """Show it, unless it is what is shown already."""
        if self._shown and replace(self._shown, told_at=story.told_at) == story:
            return
        self._shown = story
        words = self._words
        self._show_unread(story)
        self._picture.show(steps(story), words)
        self._show_rows(story)
        self._attempts.show([_attempt_row(number, each, words) for number, each in enumerate(story.attempts)])
        self._attempts.set_visibility(bool(story.attempts))
        self._missing.set_text("" if story.attempts else story.missing or words.no_attempts)
        self._letters.show([_letter_row(number, each, words) for number, each in enumerate(story.letters)])
        self._redrives.show([_redrive_row(each, words) for each in story.redrives])
        self._callbacks.show([_callback_row(each, words, self._texts) for each in story.callbacks])
        self._more_callbacks.set_text(words.more_callbacks if story.more_callbacks else "")

    def _show_unread(self, story: Story) -> None:
        self._unread.clear()
        with self._unread:
            for each in story.unread:
                Text(f"{self._words.not_read[each.store]} {each.sentence}", tag="p", role="warning")

    def _show_rows(self, story: Story) -> None:
        words, row, target = self._words, story.source_row, story.target_row
        agreement = {None: None, True: words.same, False: words.differs}[story.agrees]
        self._facts.show(
            Fact(
                words.state,
                words.states[story.state] if story.state else None,
                tone=TONES.get(story.state or "", "quiet"),
            ),
            Fact(words.since, story.since),
            Fact(words.reason, story.reason),
            Fact(words.message, story.message_id, code=True),
            Fact("", agreement),
        )
        self._no_source.set_text("" if row or story.unread else words.no_source_row)
        self._no_target.set_text("" if target else words.no_target_row)
        self._source.show(*_source_facts(story, words, self._texts))
        self._target.show(*_target_facts(story, words, self._texts))


def _source_facts(story: Story, words: OrdersWords, texts: Words) -> list[Fact]:
    row = story.source_row
    if row is None:
        return []
    return [
        Fact(words.product, row.product),
        Fact(words.price, texts.exact(row.price)),
        Fact(words.security_check, None if row.security_check is None else words.yes_no[row.security_check]),
        Fact(words.created, row.created_at),
    ]


def _target_facts(story: Story, words: OrdersWords, texts: Words) -> list[Fact]:
    row = story.target_row
    if row is None:
        return []
    return [
        Fact(words.product, row.product),
        Fact(words.price, texts.exact(row.price)),
        Fact(words.attempts, row.attempts),
        Fact(words.processed, row.processed_at),
        Fact(words.payment, words.payments[row.payment_state.value] if row.payment_state else None),
        Fact(words.payment_changed, row.payment_changed_at),
    ]


def _table(visit: Visit, title: str, columns: list[Column], empty: str) -> DataTable:
    Text(title, tag="h3")
    return DataTable(columns, table_texts(visit, caption=title, empty=empty), events=TableEvents())


def _attempt_columns(words: OrdersWords) -> list[Column]:
    return [
        Column(key="number", label=words.number, kind="number"),
        Column(key="status", label=words.status, kind="state"),
        Column(key="ended", label=words.ended, kind="time"),
        Column(key="gap", label=words.gap, kind="duration"),
        Column(key="error", label=words.error, wide=True),
        Column(key="copy", label=words.copy),
    ]


def _attempt_row(number: int, attempt: StoryAttempt, words: OrdersWords) -> Row:
    return {
        "key": str(number),
        "number": attempt.attempt,
        "status": {
            "text": words.statuses.get(attempt.status, attempt.status),
            "tone": "alert" if attempt.error else "normal",
        },
        "ended": attempt.ended_at,
        "gap": attempt.gap_seconds,
        "error": attempt.error,
        "copy": attempt.sqs_message_id,
    }


def _letter_columns(words: OrdersWords) -> list[Column]:
    return [
        Column(key="kind", label=words.kind, kind="state"),
        Column(key="since", label=words.since, kind="time"),
        Column(key="attempt", label=words.number, kind="number"),
        Column(key="error", label=words.error, wide=True),
        Column(key="body", label=words.body, kind="code", wide=True),
    ]


def _letter_row(number: int, letter: Letter, words: OrdersWords) -> Row:
    return {
        "key": str(number),
        "kind": {"text": words.letter_kinds[letter.kind], "tone": "alert"},
        "since": letter.since,
        "attempt": letter.attempt,
        "error": letter.error,
        "body": letter.body,
    }


def _redrive_columns(words: OrdersWords) -> list[Column]:
    return [
        Column(key="by", label=words.by),
        Column(key="requested", label=words.requested, kind="time"),
        Column(key="selection", label=words.selection),
        Column(key="ending", label=words.ending),
    ]


def _redrive_row(redrive: Redrive, words: OrdersWords) -> Row:
    return {
        "key": str(redrive.id),
        "by": redrive.requested_by,
        "requested": redrive.requested_at,
        "selection": words.named if redrive.named else words.all_letters,
        "ending": words.endings.get(redrive.ending or "", redrive.ending),
    }


def _callback_columns(words: OrdersWords) -> list[Column]:
    return [
        Column(key="provider", label=words.provider),
        Column(key="event", label=words.event, kind="code"),
        Column(key="state", label=words.state),
        Column(key="amount", label=words.amount, kind="exact"),
        Column(key="received", label=words.received, kind="time"),
        Column(key="processed", label=words.callback_processed, kind="time"),
        Column(key="attempts", label=words.attempts, kind="number"),
        Column(key="error", label=words.error, wide=True),
    ]


def _callback_row(callback: StoryCallback, words: OrdersWords, texts: Words) -> Row:
    return {
        "key": f"{callback.provider}/{callback.event_id}",
        "provider": callback.provider,
        "event": callback.event_id,
        "state": words.payments[callback.state.value],
        "amount": texts.exact(callback.amount),
        "received": callback.received_at,
        "processed": callback.processed_at,
        "attempts": len(callback.attempts),
        "error": callback.error,
    }
