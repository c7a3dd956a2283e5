"""The topics that a listener may choose."""

from typing import get_args

from esteira.domain.metrics.catalogue import Topic

TOPICS: frozenset[Topic] = frozenset(get_args(Topic))
