"""The steps of a story, as the picture of an order's path shows them."""

from dataclasses import replace

import pytest
from esteira.orders.found_order import FOUND_STATES
from esteira.orders.handover import RowKind
from esteira.orders.story import Letter, SourceOrder, Story
from esteira.producer.publish_source import Ending
from esteira.reconciliation.history import OrderState

from console.pages.orders.picture import step_text
from console.pages.orders.steps import Kind, steps
from console.pages.orders.words import ENGLISH, PORTUGUESE, OrdersWords
from console.pages.sources.words import WORDS as SOURCES_WORDS
from tests.fixtures.found_orders import minutes, whole_story

LANGUAGES = pytest.mark.parametrize("words", [ENGLISH, PORTUGUESE], ids=["en", "pt"])


def bare(state: OrderState) -> Story:
    """Return a story of an order that is not in the target and of which no attempt is known."""
    row = SourceOrder(product="chair", price=None, security_check=True, created_at=minutes(0))
    published = state if state in ("not_read", "rejected") else "handed_over"
    story = whole_story()
    return replace(
        story,
        state=state,
        published=published,
        source_row=row,
        attempts=(),
        letters=(),
        redrives=(),
        callbacks=(),
        target_row=None,
        since=minutes(1),
        reason="too large" if state == "rejected" else None,
    )


def kinds(story: Story) -> list[Kind]:
    return [step.kind for step in steps(story)]


def test_a_story_is_told_in_the_order_of_time_from_the_source_to_the_target() -> None:
    failures: list[Kind] = ["failed"] * 5

    assert kinds(whole_story()) == [
        "created",
        "published",
        *failures,
        "dead",
        "redriven",
        "sent_again",
        "succeeded",
        "persisted",
        "callback",
        "conflict",
    ]


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("not_read", ["created", "not_read"]),
        ("moving", ["created", "under_way"]),
        ("retrying", ["created", "under_way"]),
        ("rejected", ["created", "rejected", "lost"]),
        ("dead", ["created", "lost"]),
    ],
)
def test_an_order_that_is_not_in_the_target_ends_with_what_it_waits_for(
    state: OrderState, expected: list[Kind]
) -> None:
    assert kinds(bare(state)) == expected


def test_the_death_of_an_order_without_recorded_attempts_is_that_of_its_letter() -> None:
    story = replace(bare("dead"), letters=(Letter(kind="dead", since=minutes(2), attempt=5, error="no luck"),))

    assert kinds(story) == ["created", "dead", "lost"]


@LANGUAGES
def test_every_step_and_state_has_a_text(words: OrdersWords) -> None:
    texts = [step_text(step, words) for step in steps(whole_story())]

    assert not [text for text in texts if not text or set("{}") & set(text)]
    assert set(FOUND_STATES) <= set(words.states)


@pytest.mark.parametrize("language", ["en", "pt"])
def test_every_kind_of_row_and_every_ending_has_a_text(language: str) -> None:
    words = SOURCES_WORDS["pt" if language == "pt" else "en"]

    assert set(words.kinds) == set(RowKind)
    assert set(words.endings) == set(Ending)
