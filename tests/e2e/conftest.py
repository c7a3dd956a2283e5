"""One deployed stack for the whole suite, started with `esteira run`. What takes a minute is started first."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from decimal import Decimal

import pytest
from esteira.core.clock import utc_now
from esteira.core.messages import PaymentMessage, encode, payment_message_id
from esteira.core.payments import PaymentState

from tests.e2e.installation import QUIET, Installation, Sample, temporary_installation
from tests.e2e.people import Person
from tests.e2e.stores import InstallationStores
from tests.harness.load import Key
from tests.harness.waiting import wait_for

SAMPLES_PER_SOURCE = 40
INSERT_ORDER = "INSERT INTO orders (product, price, security_check) VALUES ('pen', 1.50, true) RETURNING id"
LIFE_SECONDS = 10
"""Long enough to be seen in the log, whatever the load of the machine."""
MODULES_IN_ORDER = (
    "sample_orders",
    "http",
    "accounts",
    "look_ups",
    "settings",
    "local_provider",
    "callbacks",
    "unparseable_messages",
    "scheduled_work",
    "cost",
    "verify_command",
    "killed_consumer",
    "lost_services",
    "bridge",
    "prometheus",
    "first_hour",
)
"""Read-only modules first, then those that wait for the schedule, those that need or stop services, and the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Sort the modules as listed."""
    items.sort(key=_rank)


def _rank(item: pytest.Item) -> int:
    name = item.path.stem.removeprefix("test_")
    return MODULES_IN_ORDER.index(name) if item.path.parent.name == "e2e" else -1


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation in a home of its own, not started yet."""
    home = tmp_path_factory.mktemp("e2e") / "home"
    with temporary_installation(home) as installation:
        yield installation
    shutil.rmtree(home)


@pytest.fixture(scope="session")
def sample(installation: Installation) -> Sample:
    """The result of `esteira run`. One order is inserted afterwards, which only the schedule publishes."""
    report = installation.run(SAMPLES_PER_SOURCE)
    with closing(InstallationStores(installation.environment)) as stores:
        ((id_,),) = stores.query_source(QUIET, INSERT_ORDER)
    return Sample(report=report, scheduled_order=(QUIET, id_))


@pytest.fixture(scope="session")
def stack(installation: Installation, sample: Sample) -> Installation:
    """The installation after the sample orders, consumed by the functions only, without workers."""
    installation.stop_workers()
    return installation


@pytest.fixture(scope="session", autouse=True)
def short_lived_attempt(stack: Installation) -> str:
    """A payment message whose logged attempt expires soon. It is in the log before the first test."""
    with closing(InstallationStores(stack.environment)) as stores:
        stores.reconfigure("PaymentsConsumer", "ESTEIRA_LOG_LIFE_SECONDS", str(LIFE_SECONDS))
        payment = _payment(min(stores.accepted("source1")))
        stores.sqs.send_message(QueueUrl=stores.payments_queue, MessageBody=encode(payment))
        message_id = str(payment.message_id)
        wait_for("the attempt is logged", lambda: stores.count_attempts(message_id))
    return message_id


def _payment(order: Key) -> PaymentMessage:
    source, source_id = order
    return PaymentMessage(
        message_id=payment_message_id("bank", "1"),
        source=source,
        source_id=source_id,
        read_at=utc_now(),
        provider="bank",
        event_id="1",
        state=PaymentState.PAID,
        amount=Decimal("1.50"),
        occurred_at=utc_now(),
    )


@pytest.fixture
def stores(stack: Installation) -> Iterator[InstallationStores]:
    """The stores of the current deployment."""
    with closing(InstallationStores(stack.environment)) as stores:
        yield stores


@pytest.fixture
def person(stack: Installation) -> Iterator[Callable[[str], Person]]:
    """People of this installation, by their addresses."""
    with ExitStack() as opened:

        def known(email: str) -> Person:
            one = Person(stack, email)
            opened.callback(one.http.close)
            return one

        yield known
