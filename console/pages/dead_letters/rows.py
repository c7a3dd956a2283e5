"""Dead letters, their groups, changes and attempts as rows of tables."""

from collections.abc import Mapping
from urllib.parse import quote

from esteira.core.names import Lane
from esteira.workbench.check_edit import Change
from esteira.workbench.letter import FiledLetter, LetterGroup

from console.elements.data_table import Column, Row
from console.frame.filters import address
from console.pages.dead_letters.words import DeadLettersWords
from console.words.words import Words

PATH = "/dead-letters"
REDRIVES = f"{PATH}/redrives"


def letter_path(letter: FiledLetter) -> str:
    """Return the address of a letter's page."""
    return path_of(letter.lane, letter.sqs_message_id)


def path_of(lane: Lane, sqs_message_id: str) -> str:
    """Return the address of the page of the letter with this id."""
    return f"{PATH}/{lane}/{quote(sqs_message_id, safe='')}"


def letter_name(letter: FiledLetter) -> str:
    """Return what people call a letter: the order, callback or look-up that it is about, or else its id in SQS."""
    return letter.key or letter.sqs_message_id


def group_columns(words: DeadLettersWords) -> list[Column]:
    """Return the columns of groups."""
    return [
        Column(key="error", label=words.error, kind="link", wide=True),
        Column(key="lane", label=words.lane),
        Column(key="count", label=words.count, kind="number"),
        Column(key="spark", label=words.spark, kind="spark"),
        Column(key="first", label=words.first, kind="time"),
        Column(key="last", label=words.last, kind="time"),
    ]


def group_row(group: LetterGroup, texts: Words, query: Mapping[str, str]) -> Row:
    """Return a group, whose cause filters by it beside the filters that are set."""
    return {
        "key": f"{group.lane}/{group.fingerprint}",
        "error": {
            "text": group.error,
            "href": address(PATH, {**query, "lane": group.lane, "fingerprint": group.fingerprint}),
        },
        "lane": texts.lane_names[group.lane],
        "count": group.count,
        "spark": group.spark,
        "first": group.first_at,
        "last": group.last_at,
    }


def letter_columns(words: DeadLettersWords) -> list[Column]:
    """Return the columns of letters."""
    return [
        Column(key="message", label=words.message, kind="link"),
        Column(key="lane", label=words.lane),
        Column(key="source", label=words.source),
        Column(key="error", label=words.error, wide=True),
        Column(key="attempt", label=words.attempt, kind="number"),
        Column(key="died", label=words.died, kind="time"),
    ]


def letter_row(letter: FiledLetter, texts: Words) -> Row:
    """Return a letter, whose name leads to its page."""
    return {
        "key": f"{letter.lane}/{letter.sqs_message_id}",
        "message": {"text": letter_name(letter), "href": letter_path(letter)},
        "lane": texts.lane_names[letter.lane],
        "source": letter.source,
        "error": letter.error,
        "attempt": letter.attempt,
        "died": letter.died_at,
    }


def change_columns(words: DeadLettersWords) -> list[Column]:
    """Return the columns of changes."""
    return [
        Column(key="field", label=words.field),
        Column(key="before", label=words.before, kind="code", wide=True),
        Column(key="after", label=words.after, kind="code", wide=True),
    ]


def change_row(change: Change) -> Row:
    """Return a field that differs."""
    return {"key": change.path, "field": change.path, "before": change.before, "after": change.after}
