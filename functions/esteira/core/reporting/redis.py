"""The storm brake in Redis, shared by all functions and workers. Lost, a minute is counted anew (R13)."""

from collections.abc import Mapping
from functools import cached_property
from importlib import resources
from itertools import chain
from typing import Any

from pydantic import SecretStr

from esteira.core.errors import MetricsUnavailable
from esteira.core.redis import low_timeout_client, redis_errors
from esteira.core.reporting.ports import Admission

COUNTS = "esteira:errors:counts"
"""Prefix of hashes, one a minute since 1970: errors by fingerprint."""
MINUTES = "esteira:errors:minutes"
"""A set: the minutes that have a hash."""

LIFE_SECONDS = 7 * 24 * 3600
"""How long a minute's counts wait for the recovery worker."""

MESSAGES_A_MINUTE = 5
"""Messages of one fingerprint."""
ALL_MESSAGES_A_MINUTE = 300
FINGERPRINTS_A_MINUTE = 500
"""Further ones are counted together, as `other`."""


class RedisStormBrake:
    """The port `StormBrake`. Connects at its first use."""

    def __init__(self, url: SecretStr) -> None:
        self._url = url

    def admit(self, counts: Mapping[str, int]) -> Mapping[str, Admission]:
        """See `StormBrake.admit`. Raises also `BadSettings`."""
        limits = [MESSAGES_A_MINUTE, ALL_MESSAGES_A_MINUTE, FINGERPRINTS_A_MINUTE, LIFE_SECONDS]
        with redis_errors(MetricsUnavailable):
            messages = self._admit(keys=[COUNTS, MINUTES], args=[*limits, *chain.from_iterable(counts.items())])
        return {name: Admission(messages=number) for name, number in zip(counts, messages, strict=True)}

    @cached_property
    def _admit(self) -> Any:
        script = resources.files(__package__).joinpath("lua", "admit_errors.lua").read_text(encoding="utf-8")
        return low_timeout_client(self._url).register_script(script)
