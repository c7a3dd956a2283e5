"""A complete run of load, from the request to its result."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from random import Random

from esteira.callbacks.wiring import Callbacks
from esteira.consumer.postgres.arrived_orders import last_orders
from esteira.core.announcing.wiring import announce
from esteira.core.errors import BadSettings
from esteira.producer.publish_all import PublishResult
from esteira.producer.wiring import Producer

from infra.cli.load.background_publishing import publishing_in_background
from infra.cli.load.interruption import stopped_by_interrupt
from infra.cli.load.mix import Kind, Mix
from infra.cli.load.orders import OrderMaker
from infra.cli.load.pace import Maker, Paced, Pacer, Tell, keep_pace
from infra.cli.load.payments import PaymentMaker
from infra.cli.load.schedule import Schedule
from infra.cli.publishing import bars, publish_with_progress
from infra.local.core_settings import callback_settings, producer_settings

ORDERS_TO_PAY = 1000


@dataclass(frozen=True, kw_only=True)
class LoadRequest:
    """What is requested. `sources`: only these; all, if empty."""

    schedule: Schedule
    mix: Mix
    sources: tuple[str, ...] = ()
    false_share: float
    seed: int | None = None
    publish: bool = False


@dataclass(frozen=True, kw_only=True)
class LoadResult:
    """What was made. `handed_over` counts by source what was published during the run, `outcomes` what came after."""

    load: LoadRequest
    paced: Paced
    filled: Mapping[str, int]
    handed_over: Mapping[str, int] = field(default_factory=dict)
    outcomes: tuple[PublishResult, ...] = ()


def put_load(load: LoadRequest) -> LoadResult:
    """Returns when the time is over, or after Ctrl-C. Raises `BadSettings` or `NotFound` before anything is made."""
    settings = producer_settings()
    producer = Producer(settings)
    tell_all = partial(announce, "sources", redis_url=settings.redis_url)
    try:
        all_publish_deps = [producer.publish_deps(name) for name in load.sources or producer.names]
        tables = {
            publish_deps.source.name: producer.table(publish_deps.source.name) for publish_deps in all_publish_deps
        }
        chance = Random(load.seed)  # noqa: S311 - sample orders need no secure randomness
        orders = OrderMaker(tables, false_share=load.false_share, chance=chance)
        with (
            _payments(load, producer, tuple(tables), chance) as payments,
            publishing_in_background(all_publish_deps if load.publish else (), tell_all) as handed_over,
        ):
            paced = _pace(load, {"orders": orders, **payments})
        outcomes = tuple(publish_with_progress(all_publish_deps)) if load.publish else ()
    finally:
        producer.close()
        tell_all()
    return LoadResult(load=load, paced=paced, filled=orders.filled, handed_over=handed_over, outcomes=outcomes)


def _pace(load: LoadRequest, makers: Mapping[Kind, Maker]) -> Paced:
    with stopped_by_interrupt() as stop, _bars_of(load) as tell:
        return keep_pace(load.schedule, load.mix, makers, Pacer(now=time.monotonic, wait=stop.wait), tell)


@contextmanager
def _bars_of(load: LoadRequest) -> Iterator[Tell]:
    with bars() as progress:
        asked = load.mix.split(load.schedule.total)
        tasks = {kind: progress.add_task(kind, total=count) for kind, count in asked.items() if count}

        def tell(made: Mapping[Kind, int]) -> None:
            for kind, task in tasks.items():
                progress.update(task, completed=made[kind])

        yield tell


@contextmanager
def _payments(
    load: LoadRequest, producer: Producer, sources: tuple[str, ...], chance: Random
) -> Iterator[Mapping[Kind, Maker]]:
    """The maker of callbacks, if the mix has any: only they need a provider."""
    if not load.mix.payments:
        yield {}
        return
    settings = callback_settings()
    if not settings.providers:
        raise BadSettings("(ESTEIRA_PROVIDERS names no provider; payment callbacks need one)")
    callbacks = Callbacks(settings)
    pick_orders = partial(last_orders, producer.target, sources, limit=ORDERS_TO_PAY)
    try:
        maker = PaymentMaker(
            callbacks.receive_deps, pick_orders, provider=next(iter(settings.providers)), chance=chance
        )
        yield {"payments": maker}
    finally:
        callbacks.close()
