"""The checker finds each kind of fault, and no false ones."""

from dataclasses import replace
from decimal import Decimal

from esteira.core.orders import OrderPayload

from tests.harness.checker import FLAWLESS, ArrivedRow, CheckResult, Ends, check
from tests.harness.load import Journal, Key

KEY: Key = ("source1", 1)
ORDER = OrderPayload(product="pen", price=Decimal("1.50"), security_check=True)
ROW = ArrivedRow(key=KEY, order=ORDER, payload_hash=ORDER.fingerprint())
NOWHERE = Ends(target=(), rejected=frozenset(), dead=frozenset())


def test_an_acked_order_in_the_target_is_flawless() -> None:
    assert check(Journal(acked={KEY: ORDER}), replace(NOWHERE, target=(ROW,))) == FLAWLESS


def test_an_acked_order_among_dead_letters_or_rejects_is_flawless() -> None:
    acked = Journal(acked={KEY: ORDER})

    assert check(acked, replace(NOWHERE, dead=frozenset({KEY}))) == FLAWLESS
    assert check(acked, replace(NOWHERE, rejected=frozenset({KEY}))) == FLAWLESS


def test_an_acked_order_that_is_nowhere_is_lost() -> None:
    assert check(Journal(acked={KEY: ORDER}), NOWHERE) == CheckResult(lost=frozenset({KEY}))


def test_an_order_whose_commit_went_unanswered_may_be_anywhere() -> None:
    maybe = Journal(maybe={KEY: ORDER})

    assert check(maybe, NOWHERE) == FLAWLESS
    assert check(maybe, replace(NOWHERE, target=(ROW,))) == FLAWLESS


def test_a_second_row_for_one_order_is_a_duplicate() -> None:
    assert check(Journal(acked={KEY: ORDER}), replace(NOWHERE, target=(ROW, ROW))) == CheckResult(duplicated=1)


def test_a_row_that_nobody_wrote_is_a_phantom() -> None:
    assert check(Journal(), replace(NOWHERE, target=(ROW,))) == CheckResult(phantom=frozenset({KEY}))


def test_a_row_with_another_price_or_another_hash_is_a_mismatch() -> None:
    dearer = replace(ROW, order=ORDER.model_copy(update={"price": Decimal(2)}))
    mislabelled = replace(ROW, payload_hash="0" * 64)

    for row in (dearer, mislabelled):
        result = check(Journal(acked={KEY: ORDER}), replace(NOWHERE, target=(row,)))
        assert result == CheckResult(mismatched=frozenset({KEY}))
