"""What a consumer reports of the failures of a batch, after the batch is over."""

import pytest
from consumer.batch import answer
from esteira.consumer.attempts import Attempt
from esteira.consumer.outcomes import FailureKind, failed
from esteira.consumer.report_failures import report_failures
from esteira.core.messages import MAX_RECEIVES, OrderMessage, encode
from esteira.core.reporting.error_report import ErrorKind, ErrorReport, LaneMessage

from tests.fixtures.lambda_context import LambdaContext
from tests.fixtures.messages import order, received_message
from tests.fixtures.orders_consumer import OrdersFixture


def reports_of(kind: FailureKind, *, attempt: int, body: str = "", message: OrderMessage | None = None) -> ErrorReport:
    reported: list[ErrorReport] = []
    received = received_message(body or encode(order(1)), attempt=attempt, sqs_message_id="s1")
    ended = Attempt(received_message=received, message=message, outcome=failed(kind, "a sentence"))
    report_failures(OrdersFixture(report=reported.extend).consumer, [ended])
    return reported[0]


@pytest.mark.parametrize(
    ("failure", "kind", "transient"),
    [
        (FailureKind.INVALID, ErrorKind.PAYLOAD, False),
        (FailureKind.CONFLICT, ErrorKind.PAYLOAD, False),
        (FailureKind.UNAVAILABLE, ErrorKind.DATABASE, True),
        (FailureKind.OUT_OF_TIME, ErrorKind.PROCESS, True),
        (FailureKind.PROVIDERS_DOWN, ErrorKind.PROVIDER, True),
        (FailureKind.NO_ANSWER, ErrorKind.PROVIDER, False),
        (FailureKind.KILLED, ErrorKind.PROCESS, False),
        (FailureKind.SIMULATED, ErrorKind.SIMULATED, False),
    ],
)
def test_the_kind_of_a_failure_says_whether_a_later_try_can_help(
    failure: FailureKind, kind: ErrorKind, transient: bool
) -> None:
    report = reports_of(failure, attempt=1, message=order(1))

    assert report.message
    assert (report.kind, report.message.is_transient) == (kind, transient)


def test_a_failure_is_reported_with_its_message() -> None:
    message = order(1)

    report = reports_of(FailureKind.UNAVAILABLE, attempt=MAX_RECEIVES, message=message)

    assert (report.place, report.cause) == ("consumer.orders.last_receive", "unavailable: a sentence")
    assert report.original == encode(message)
    assert report.message == LaneMessage(
        lane="orders",
        subject=str(message.message_id),
        receive=f"s1:{MAX_RECEIVES}",
        attempt=MAX_RECEIVES,
        is_last=True,
        is_transient=True,
    )


def test_only_the_last_receive_is_the_last() -> None:
    report = reports_of(FailureKind.UNAVAILABLE, attempt=MAX_RECEIVES - 1, message=order(1))

    assert report.message
    assert (report.message.is_last, report.place) == (False, "consumer.orders.receive")


def test_a_body_that_is_no_message_is_known_by_its_contents() -> None:
    subjects = [reports_of(FailureKind.INVALID, attempt=1, body=body).message for body in ("a", "a", "b")]

    assert len({about.subject for about in subjects if about}) == 2


def test_a_batch_of_the_function_is_reported_once_and_without_its_successes() -> None:
    reported: list[list[ErrorReport]] = []
    fixture = OrdersFixture(report=lambda reports: reported.append(list(reports)))
    records = [
        {
            "messageId": body,
            "receiptHandle": body,
            "body": body,
            "attributes": {"ApproximateReceiveCount": "1", "SentTimestamp": "1782907200000"},
        }
        for body in (encode(order(1)), "no order", "no order either")
    ]

    answer({"Records": records}, LambdaContext(), "orders", lambda: fixture.consumer)

    assert [[report.original for report in reports] for reports in reported] == [["no order", "no order either"]]
