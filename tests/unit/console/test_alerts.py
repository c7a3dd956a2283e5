"""Which alerts the console finds in the metrics, and in which order."""

from datetime import timedelta

import pytest
from esteira.metrics.catalogue import CATALOGUE
from esteira.metrics.figures.callbacks import Bands, CallbackReading, callback_metrics
from esteira.metrics.figures.tokens import token_metrics
from esteira.metrics.metric import STALE_AFTER_SECONDS, Metric
from esteira.tokens.integration_token import TokenLife

from console.alerts.alert import CARDS, WARNINGS, Alert, AlertKind
from console.alerts.find_alerts import find_alerts
from console.feed.messages import FeedMessage, FeedState, FeedStatus, MessageKind
from console.feed.page_metrics import PageMetrics
from tests.fixtures.clock import READ_AT as NOW

LIVE = FeedStatus(state=FeedState.LIVE)


def measured(name: str, value: float) -> Metric:
    """A metric of the catalogue by its whole name."""
    labels = next(found for kind in CATALOGUE if (found := kind.labels_in(name)) is not None)
    return Metric(name=name, value=value, at=NOW, labels=labels)


def found(*metrics: Metric, status: FeedStatus = LIVE, after_seconds: float = 0) -> list[Alert]:
    page = PageMetrics({metric.name: metric for metric in metrics})
    return list(find_alerts(page, status, NOW + timedelta(seconds=after_seconds)))


@pytest.mark.parametrize(
    ("name", "value", "kind"),
    [
        ("ledger.residual", 1, AlertKind.LOST),
        ("ledger.conflict", 1, AlertKind.CONFLICTS),
        ("ledger.unattempted", 1, AlertKind.UNTRIED),
        ("ledger.phantom", 1, AlertKind.CONTRADICTORY),
        ("ledger.overlapping", 1, AlertKind.CONTRADICTORY),
        ("ledger.settled", 1, AlertKind.CONTRADICTORY),
        ("flow.plan_age_seconds", 30.5, AlertKind.NOBODY_PLANS),
        ("workers.orders.alive", 1, AlertKind.WITHOUT_PLAN),
        ("workers.orders.missing", 1, AlertKind.WORKERS_MISSING),
        ("source.shop.readable", 0, AlertKind.UNREADABLE),
        ("queue.orders.dead", 1, AlertKind.DEAD_LETTERS),
        ("flow.payments.paused", 1, AlertKind.PAUSED),
    ],
)
def test_one_figure_is_enough_for_an_alert(name: str, value: float, kind: AlertKind) -> None:
    assert [alert.kind for alert in found(measured(name, value))] == [kind]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ledger.residual", 0),
        ("ledger.conflict", 0),
        ("ledger.dead", 0),
        ("ledger.unread", 1),
        ("flow.plan_age_seconds", 30),
        ("workers.orders.alive", 0),
        ("workers.orders.missing", 0),
        ("source.shop.readable", 1),
        ("queue.orders.dead", 0),
        ("queue.orders.visible", 1_000_000),
        ("flow.payments.paused", 0),
    ],
)
def test_a_sound_figure_is_no_alert(name: str, value: float) -> None:
    assert found(measured(name, value)) == []


def test_nothing_measured_is_no_alert() -> None:
    assert found() == []


@pytest.mark.parametrize(("seconds", "kinds"), [(59.9, []), (60, [AlertKind.HELD_BACK])])
def test_a_long_transaction_in_a_source_is_an_alert(seconds: float, kinds: list[AlertKind]) -> None:
    alerts = found(measured("source.shop.readable", 1), measured("source.shop.horizon_age_seconds", seconds))

    assert [alert.kind for alert in alerts] == kinds


@pytest.mark.parametrize(("unprocessed", "kinds"), [(9, []), (10, [AlertKind.CALLBACKS])])
def test_callbacks_are_an_alert_in_the_band_of_that_name(unprocessed: int, kinds: list[AlertKind]) -> None:
    reading = CallbackReading(unprocessed=unprocessed)

    alerts = found(*callback_metrics(reading, Bands(slow_from=5, alert_from=10), NOW))

    assert [(alert.kind, alert.count) for alert in alerts] == [(kind, unprocessed) for kind in kinds]


@pytest.mark.parametrize(
    ("after_seconds", "kinds"),
    [
        (6, []),
        (7, [AlertKind.TOKENS_EXPIRING]),
        (13, [AlertKind.TOKENS_EXPIRING]),
        (14, [AlertKind.TOKENS_EXPIRED]),
    ],
)
def test_a_token_becomes_an_alert_with_the_clock_alone(after_seconds: float, kinds: list[AlertKind]) -> None:
    short = TokenLife(name="bank", updated_at=NOW, lifetime=timedelta(seconds=14), expiring_margin=timedelta(seconds=7))

    alerts = found(*token_metrics([short], NOW), after_seconds=after_seconds)

    assert [(alert.kind, alert.subject) for alert in alerts] == [(kind, "bank") for kind in kinds]


def test_several_tokens_of_one_state_are_one_alert_with_their_number() -> None:
    lives = [
        TokenLife(name=name, updated_at=NOW, lifetime=timedelta(seconds=1), expiring_margin=timedelta(0))
        for name in ("bank", "shop")
    ]

    (alert,) = found(*token_metrics(lives, NOW), after_seconds=2)

    assert (alert.count, alert.subject) == (2, "")


def test_stale_figures_are_one_alert_that_names_their_cards() -> None:
    (alert,) = found(
        measured("queue.orders.visible", 1),
        measured("ledger.persisted", 1),
        measured("attempts.orders.all", 1),
        after_seconds=STALE_AFTER_SECONDS + 1,
    )

    assert (alert.kind, alert.cards, alert.seconds) == (AlertKind.STALE, ("ledger", "lanes"), 91)
    assert alert.card == "ledger"


def test_what_does_not_answer_is_an_alert_with_its_reason() -> None:
    status = FeedStatus(state=FeedState.PARTIAL, detail="One. Two. Nobody plans.", failures=("One.", "Two."))

    alerts = found(status=status)

    assert [(alert.kind, alert.reason) for alert in alerts] == [
        (AlertKind.UNMEASURED, "One."),
        (AlertKind.UNMEASURED, "Two."),
    ]


def test_while_nothing_can_be_measured_the_plan_grows_older_and_staleness_is_said_once() -> None:
    stalled = FeedStatus(state=FeedState.STALLED, failures=("Redis is away.",))

    alerts = found(measured("flow.plan_age_seconds", 2), status=stalled, after_seconds=100)

    assert [(alert.kind, alert.seconds) for alert in alerts] == [(AlertKind.STALLED, 0), (AlertKind.NOBODY_PLANS, 102)]


def test_the_most_urgent_alert_comes_first_and_warnings_come_last() -> None:
    alerts = found(
        measured("flow.orders.paused", 1),
        measured("queue.payments.dead", 2955),
        measured("queue.orders.dead", 7),
        measured("workers.orders.missing", 2),
        measured("ledger.residual", 4),
    )

    assert [(alert.kind, alert.subject, alert.count) for alert in alerts] == [
        (AlertKind.LOST, "", 4),
        (AlertKind.WORKERS_MISSING, "orders", 2),
        (AlertKind.DEAD_LETTERS, "orders", 7),
        (AlertKind.DEAD_LETTERS, "payments", 2955),
        (AlertKind.PAUSED, "orders", 1),
    ]
    kinds = list(AlertKind)
    assert min(map(kinds.index, WARNINGS)) == len(kinds) - len(WARNINGS)


def test_every_alert_but_those_of_several_cards_leads_to_a_card() -> None:
    assert set(AlertKind) - CARDS.keys() == {AlertKind.STALLED, AlertKind.UNMEASURED, AlertKind.STALE}


def test_figures_that_appear_on_a_page_at_the_same_moment_change_its_alerts() -> None:
    page = PageMetrics({})
    assert list(find_alerts(page, LIVE, NOW)) == []

    dead = measured("queue.orders.dead", 1)
    page.apply(FeedMessage(kind=MessageKind.CHANGES, at=NOW, metrics={dead.name: dead}))
    appeared = [alert.kind for alert in find_alerts(page, LIVE, NOW)]
    page.apply(FeedMessage(kind=MessageKind.CHANGES, at=NOW, gone=(dead.name,)))

    assert appeared == [AlertKind.DEAD_LETTERS]
    assert list(find_alerts(page, LIVE, NOW)) == []
