"""A new, signed callback of the sample provider, for the benchmarks that post them."""

import json
from dataclasses import dataclass
from uuid import uuid4

from esteira.callbacks.signatures import HEADER, sign
from esteira.core.clock import utc_now

from infra.local.environment import SAMPLE_PROVIDER, Environment

PATH = f"/callbacks/{SAMPLE_PROVIDER}"


@dataclass(frozen=True, kw_only=True)
class SampleCallback:
    """A request to `PATH`, signed now."""

    body: bytes
    headers: dict[str, str]


def sample_callback(environment: Environment) -> SampleCallback:
    """Return an event of an order that `esteira run` publishes; without it the message becomes a dead letter."""
    event = {
        "event_id": uuid4().hex,
        "source": "source1",
        "source_id": 1,
        "state": "paid",
        "amount": "12.50",
        "occurred_at": utc_now().isoformat(),
    }
    body = json.dumps(event).encode()
    secret = environment.providers[SAMPLE_PROVIDER].secret
    return SampleCallback(body=body, headers={HEADER: sign(body, secret=secret, at=utc_now())})
