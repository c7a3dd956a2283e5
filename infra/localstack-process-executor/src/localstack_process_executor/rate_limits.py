"""The rate limit of a method, from the settings of its stage."""

from collections.abc import Mapping
from typing import Any

from localstack_process_executor.method_limiter import RateLimit

ALL_METHODS = "*/*"


def rate_limit(settings: Mapping[str, Mapping[str, Any]], path: str, method: str) -> RateLimit | None:
    """The limit of one method; None if neither it nor all methods have one.

    `settings` are a stage's `methodSettings`: by path, where `~1` stands for a slash, and HTTP method.
    """
    own = f"{path.replace('/', '~1')}/{method}"
    found = settings.get(own) or settings.get(ALL_METHODS)
    if found is None:
        return None
    return RateLimit(per_second=float(found["throttlingRateLimit"]), burst=int(found["throttlingBurstLimit"]))
