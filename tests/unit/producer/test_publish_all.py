"""Publishing all sources: a failure of one does not stop the others."""

import pytest
from esteira.core.errors import SourceUnavailable
from esteira.producer.memory import MemorySource
from esteira.producer.ports import Inspection
from esteira.producer.publish_all import NotPublished, all_published, publish_all

from tests.fixtures.publish_deps import GOOD, PublishFixture, plenty


class UnreachableSource(MemorySource):
    """Fails as if its database were not reachable."""

    def inspect(self) -> Inspection:
        raise SourceUnavailable(f"({self.name})")


def test_a_source_that_is_down_stops_no_other() -> None:
    down, well = PublishFixture(source=UnreachableSource("source1")), PublishFixture(source=MemorySource("source2"))
    well.source.add(GOOD)

    outcomes = publish_all([down.deps(), well.deps()], remaining_seconds=plenty)

    assert isinstance(outcomes[0], NotPublished)
    assert (outcomes[1].source, well.sent_ids) == ("source2", [1])


def test_requiring_all_sources_raises_the_first_failure() -> None:
    down, well = PublishFixture(source=UnreachableSource("source1")), PublishFixture(source=MemorySource("source2"))
    outcomes = publish_all([well.deps(), down.deps()], remaining_seconds=plenty)

    with pytest.raises(SourceUnavailable):
        all_published(outcomes)
