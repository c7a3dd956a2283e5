"""Builds the consumer of the lane `lookups` from the settings."""

from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial

from esteira.consumer.deps import ConsumerDeps, LaneRules
from esteira.consumer.wiring import ConsumerStores, make_consumer
from esteira.core.clock import utc_now
from esteira.core.messages import LookupMessage
from esteira.core.postgres.database import Database
from esteira.core.queue.send_batches import BatchSender
from esteira.core.queue.sqs_sender import SqsQueueSender, sending_client
from esteira.core.sealing import FernetSealer
from esteira.core.settings import ConsumerSettings, LookupLaneSettings, read
from esteira.core.wiring import Wired
from esteira.lookups.lane.doorbells import DelayedDoorbells
from esteira.lookups.lane.lookup_target import LookupTarget
from esteira.lookups.look_up_company import look_up_company
from esteira.lookups.postgres.lookup_mails import LookupMails
from esteira.lookups.postgres.task_queue import PostgresTaskQueue
from esteira.lookups.wiring import Lookups

BATCH_MESSAGES = 10
"""Look-ups in flight in one process: all of a batch at once."""
LEAST_GROWTH = 3.0
"""Of the retry delay: providers that are down come back in minutes."""
RESERVE_SECONDS = 4.0
"""For the two transactions around the questions."""


@Wired
def lookups_consumer() -> ConsumerDeps[LookupMessage]:
    """Return the consumer of the lane `lookups`, configured by the environment. Raises `BadSettings`."""
    settings = read(ConsumerSettings)
    return make_lookups_consumer(settings, ConsumerStores(settings))


def make_lookups_consumer(settings: ConsumerSettings, stores: ConsumerStores) -> ConsumerDeps[LookupMessage]:
    """Return the consumer that looks companies up. The settings of providers are read from the environment."""
    lookup_settings = read(LookupLaneSettings)
    longest_seconds = lookup_settings.longest_look_up_seconds + RESERVE_SECONDS
    rules = LaneRules(
        lane="lookups",
        model=LookupMessage,
        batch_messages=BATCH_MESSAGES,
        receives_ahead=False,
        batch_seconds=longest_seconds,
        candidate_seconds=longest_seconds,
        least_growth=LEAST_GROWTH,
    )
    target = make_lookup_target(lookup_settings, stores.target, settings.queue_url)
    return make_consumer(settings, stores, rules, target, "esteira.lookups.lookup_subprocess")


def make_lookup_target(settings: LookupLaneSettings, database: Database, queue_url: str) -> LookupTarget:
    """Return the target of the lane. Its threads and connections live as long as the process."""
    return LookupTarget(
        tasks=PostgresTaskQueue(database, LookupMails(FernetSealer(settings.secrets_key)), clock=utc_now),
        look_up=partial(look_up_company, Lookups(settings, database).look_up_deps),
        executor=ThreadPoolExecutor(BATCH_MESSAGES, thread_name_prefix="look-up"),
        later=DelayedDoorbells(
            sender=lambda delay: BatchSender(queue=_sender(queue_url).delayed(delay), in_flight=1), clock=utc_now
        ),
        clock=utc_now,
    )


@cache
def _sender(queue_url: str) -> SqsQueueSender:
    """Return the sender of what is put back. Made at its first use: most batches put nothing back."""
    return SqsQueueSender(sending_client(queue_url, requests_in_flight=1), queue_url)
