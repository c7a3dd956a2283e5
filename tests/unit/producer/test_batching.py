"""Batching: packing, classification of replies, and the rows that the cursor may pass."""

import random

import pytest
from esteira.core.queue.batching import (
    MAX_BATCH_ENTRIES,
    SENT,
    UNSENT,
    BatchReply,
    SendResult,
    SendStatus,
    classify_reply,
    pack,
    pause_seconds,
)
from esteira.producer.page import handled_prefix
from hypothesis import given
from hypothesis import strategies as st

REFUSED = SendResult(status=SendStatus.REFUSED, reason="too large")


@given(st.lists(st.integers(1, 500)), st.integers(1, 1000))
def test_every_entry_is_in_one_batch_and_in_order(sizes_bytes: list[int], max_bytes: int) -> None:
    batches = pack(sizes_bytes, max_bytes=max_bytes)

    assert [index for batch in batches for index in batch] == list(range(len(sizes_bytes)))


@given(st.lists(st.integers(1, 500)), st.integers(1, 1000))
def test_no_batch_is_larger_than_the_queue_takes(sizes_bytes: list[int], max_bytes: int) -> None:
    batches = pack(sizes_bytes, max_bytes=max_bytes)

    assert all(len(batch) <= MAX_BATCH_ENTRIES for batch in batches)
    assert all(len(batch) == 1 or sum(sizes_bytes[i] for i in batch) <= max_bytes for batch in batches)


@pytest.mark.parametrize(
    ("outcomes", "handled"),
    [
        ([], 0),
        ([UNSENT, SENT], 0),
        ([SENT, REFUSED, SENT], 3),
        ([SENT, REFUSED, UNSENT, SENT], 2),
    ],
)
def test_the_cursor_may_pass_what_is_handled_before_the_first_gap(outcomes: list[SendResult], handled: int) -> None:
    assert handled_prefix(outcomes) == handled


def test_an_entry_that_the_reply_does_not_mention_counts_as_unsent() -> None:
    reply = BatchReply(taken=frozenset({0}), refused={1: "too large"})

    assert classify_reply(3, reply) == [SENT, REFUSED, UNSENT]


@given(st.integers(1, 20), st.integers())
def test_a_pause_never_exceeds_a_second(tries: int, seed: int) -> None:
    assert 0 <= pause_seconds(tries, chance=random.Random(seed)) <= 1
