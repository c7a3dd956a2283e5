"""Contract of `LetterStore`: the twin and Postgres."""

from datetime import timedelta

import pytest
from esteira.workbench.letter import FiledLetter, Filing, LetterCount, LetterFilter
from esteira.workbench.memory import MemoryLetterStore
from esteira.workbench.ports import LetterStore
from esteira.workbench.postgres.letter_store import PostgresLetterStore

from tests.fixtures.clock import READ_AT
from tests.fixtures.dead_letters import edit_of, filed
from tests.fixtures.messages import order

MINUTE = timedelta(minutes=1)
OTHER = "unknown_order: not yet"
FOREIGN = '{"source": "b", "source_id": 3, "payload": {"price": "ten \\u0000", "tags": ["x", null, true]}}'


@pytest.fixture(params=["memory", "postgres"])
def store(request: pytest.FixtureRequest) -> LetterStore:
    if request.param == "memory":
        return MemoryLetterStore()
    return PostgresLetterStore(request.getfixturevalue("target_database"))


@pytest.fixture
def letters(store: LetterStore) -> list[FiledLetter]:
    """Three letters, a minute apart."""
    given = [
        filed(order(1, source="a", product="Chair")),
        filed(FOREIGN, minute=1, attempt=0, error=OTHER),
        filed(order(2, source="b", product="sofa"), minute=2),
    ]
    store.keep(given)
    return given


def test_a_letter_is_found_as_it_was_filed(store: LetterStore) -> None:
    letter = filed("no JSON: \x00 \ud800")

    store.keep([letter])

    assert store.find("orders", letter.sqs_message_id) == letter
    assert store.find("payments", letter.sqs_message_id) is None


def test_filing_again_replaces(store: LetterStore) -> None:
    store.keep([filed(sqs_message_id="one", minute=1)])

    store.keep([filed(sqs_message_id="one", minute=2)])

    assert [letter.died_at for letter in store.page(LetterFilter(), after=None, limit=9)] == [READ_AT + 2 * MINUTE]


def test_copies_have_the_key_of_a_message_or_the_body_of_what_is_none(
    store: LetterStore, letters: list[FiledLetter]
) -> None:
    found = store.copies("orders", ["a:1", "a:9"], [FOREIGN, letters[2].body])

    assert sorted(found, key=lambda letter: letter.died_at) == letters[:2]
    assert store.copies("payments", ["a:1"], [FOREIGN]) == []


def test_letters_are_counted_by_lane_with_those_whose_edit_is_unfinished(
    store: LetterStore, letters: list[FiledLetter]
) -> None:
    other = filed(order(1), lane="payments")
    store.keep([other])
    edit = edit_of(letters[0])
    for each in (edit, edit_of(other), edit_of(filed(order(9), sqs_message_id="gone"))):
        store.begin_edit(each)
    store.cancel_edit(edit_of(other))

    assert store.counts(LetterFilter()) == [
        LetterCount(lane="orders", letters=3, unfinished=1),
        LetterCount(lane="payments", letters=1, unfinished=0),
    ]
    assert store.counts(LetterFilter(source="b")) == [LetterCount(lane="orders", letters=1, unfinished=0)]
    assert store.all_unfinished_edits(9) == [edit]


def test_pages_begin_with_the_last_that_died(store: LetterStore, letters: list[FiledLetter]) -> None:
    first = store.page(LetterFilter(), after=None, limit=2)
    second = store.page(LetterFilter(), after=first[-1].place, limit=2)

    assert [*first, *second] == letters[::-1]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (LetterFilter(lane="orders"), [2, 1, 0]),
        (LetterFilter(lane="payments"), []),
        (LetterFilter(source="a"), [0]),
        (LetterFilter(attempt=0), [1]),
        (LetterFilter(since=READ_AT + MINUTE), [2, 1]),
        (LetterFilter(until=READ_AT + MINUTE), [0]),
        (LetterFilter(text="CHAIR"), [0]),
        (LetterFilter(text="100%_"), []),
        (LetterFilter(path="payload.product", value="sofa"), [2]),
        (LetterFilter(path="payload.price", value="ten ?"), [1]),
        (LetterFilter(path="payload.tags.2", value="true"), [1]),
        (LetterFilter(path="source_id", value="1"), [0]),
        (LetterFilter(path="payload", value="sofa"), []),
        (LetterFilter(source="b", text="so", path="payload.product", value="sofa"), [2]),
    ],
)
def test_filters_narrow_the_list_and_its_groups(
    store: LetterStore, letters: list[FiledLetter], question: LetterFilter, expected: list[int]
) -> None:
    page = store.page(question, after=None, limit=9)

    assert page == [letters[number] for number in expected]
    assert sum(group.count for group in store.groups(question, limit=9)) == len(expected)


def test_equal_errors_are_one_group_with_a_spark_over_the_time_of_all(
    store: LetterStore, letters: list[FiledLetter]
) -> None:
    large, small = store.groups(LetterFilter(), limit=9)

    assert (large.count, large.error, large.first_at, large.last_at) == (
        2,
        letters[0].error,
        READ_AT,
        READ_AT + 2 * MINUTE,
    )
    assert large.spark == (1, *[0] * 22, 1)
    assert (small.count, small.fingerprint, small.spark[12]) == (1, letters[1].fingerprint, 1)
    assert store.groups(LetterFilter(), limit=1) == [large]


def test_errors_that_differ_by_a_number_are_one_group(store: LetterStore) -> None:
    store.keep([filed(error="late: after 10 s"), filed(error="late: after 20 s")])

    (group,) = store.groups(LetterFilter(), limit=9)

    assert (group.count, group.error) == (2, "late: after 10 s")


def test_what_a_later_filing_did_not_see_is_forgotten(store: LetterStore, letters: list[FiledLetter]) -> None:
    other = filed(lane="payments")
    store.keep([other])

    assert store.forget_unseen("orders", READ_AT) == 0
    assert store.forget_unseen("orders", READ_AT + MINUTE) == 3
    assert store.page(LetterFilter(), after=None, limit=9) == [other]


def test_a_sent_edit_is_kept_and_its_letter_forgotten(store: LetterStore, letters: list[FiledLetter]) -> None:
    letter = letters[0]
    edit = edit_of(letter)
    store.begin_edit(edit)
    assert store.edits("orders", letter.sqs_message_id) == []
    assert store.unfinished_edits("orders", letter.sqs_message_id) == [edit]

    store.finish_edit(edit, READ_AT + MINUTE)

    assert store.edits("orders", letter.sqs_message_id) == [edit]
    assert store.unfinished_edits("orders", letter.sqs_message_id) == []
    assert store.find("orders", letter.sqs_message_id) is None


def test_an_edit_that_was_not_sent_is_forgotten(store: LetterStore, letters: list[FiledLetter]) -> None:
    store.begin_edit(edit_of(letters[0]))

    store.cancel_edit(edit_of(letters[0]))

    assert store.unfinished_edits("orders", letters[0].sqs_message_id) == []


def test_a_lane_is_one_readers_to_file_until_it_is_filed_or_the_claim_ends(store: LetterStore) -> None:
    assert (store.claim_filing("orders", READ_AT, READ_AT + MINUTE), store.filings()) == (True, {})
    assert store.claim_filing("orders", READ_AT, READ_AT + MINUTE) is False
    assert store.claim_filing("orders", READ_AT + MINUTE, READ_AT + 2 * MINUTE) is True

    filing = Filing(lane="orders", at=READ_AT, letters=3, complete=True, seconds=0.5)
    store.keep_filing(filing)

    assert store.filings() == {"orders": filing}
    assert store.claim_filing("orders", READ_AT, READ_AT + MINUTE) is True
