"""esteira publish"""

from typing import Annotated

import typer
from esteira.core.announcing.wiring import announce
from esteira.producer.publish_all import NotPublished
from esteira.producer.wiring import Producer

from infra.cli.output import AsJson, print_json
from infra.cli.publishing import print_published, publish_with_progress, published_json
from infra.cli.sources import SourceOption, named_sources
from infra.local.core_settings import producer_settings

Sources = Annotated[
    list[str] | None, typer.Argument(metavar="[SOURCE]...", help="The sources to publish; all, if not given.")
]


def publish(sources: Sources = None, *, source: SourceOption = None, as_json: AsJson = False) -> None:
    """Publish new orders of the sources to the queue now. Exit code 1 if a source could not be published."""
    settings = producer_settings()
    producer = Producer(settings)
    try:
        outcomes = publish_with_progress(
            [producer.publish_deps(name) for name in named_sources(sources, source) or producer.names]
        )
    finally:
        producer.close()
        announce("sources", redis_url=settings.redis_url)
    if as_json:
        print_json(published_json(outcomes))
    else:
        print_published(outcomes)
    raise typer.Exit(any(isinstance(outcome, NotPublished) for outcome in outcomes))
