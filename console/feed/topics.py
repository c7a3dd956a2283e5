"""The topics that a listener may choose."""

from typing import get_args

from esteira.core.announcing.topics import Topic

TOPICS: frozenset[Topic] = frozenset(get_args(Topic))
