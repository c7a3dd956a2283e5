"""Sources of work are merged, and asked no earlier than needed."""

from collections.abc import Iterator
from itertools import count, islice

from esteira.lookups.prediction.drain import Work
from esteira.lookups.prediction.lazy_merge import lazily_merged


class Every:
    """Work every so many seconds. `asked` counts what was taken of it."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        self.asked = 0

    def works(self) -> Iterator[Work]:
        for number in count(1):
            self.asked += 1
            yield Work(rank=0, in_batch=False, ready=float(number * self.seconds), count=1)


def test_work_comes_in_the_order_in_which_it_is_ready() -> None:
    merged = lazily_merged([(0.0, Every(seconds).works()) for seconds in (5, 3)])

    assert [work.ready for work in islice(merged, 6)] == [3, 5, 6, 9, 10, 12]


def test_a_source_is_not_asked_before_its_time() -> None:
    soon, late = Every(1), Every(100)

    list(islice(lazily_merged([(0.0, soon.works()), (50.0, late.works())]), 20))

    assert (soon.asked, late.asked) == (20, 0)


def test_a_source_that_ends_leaves_the_others() -> None:
    once = iter([Work(rank=0, in_batch=False, ready=2.0, count=1)])

    merged = lazily_merged([(0.0, once), (0.0, Every(3).works())])

    assert [work.ready for work in islice(merged, 3)] == [2, 3, 6]
