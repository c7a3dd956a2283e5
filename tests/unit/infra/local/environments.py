"""An environment as `up` would write it."""

from pathlib import Path
from typing import Any

from infra.local.environment import Environment, LaneQueues


def environment(home: Path, **changes: Any) -> Environment:
    """A deployed one, with a password that a shell could trip over."""
    dsn = "postgresql://esteira:it%27s%20$HOME@127.0.0.1:55432"
    values: dict[str, Any] = {
        "home": str(home),
        "aws_endpoint_url": "http://127.0.0.1:4566",
        "api_url": "http://127.0.0.1:4566/_aws/execute-api/abc/live",
        "operator_token": "t" * 32,
        "sources": {"source1": f"{dsn}/source1"},
        "cursor_modes": {"source1": "xid"},
        "target_dsn": f"{dsn}/target",
        "mongo_url": "mongodb://127.0.0.1:57017/esteira",
        "redis_url": "redis://127.0.0.1:56379/0",
        "queues": {"orders": LaneQueues(url="http://q/orders", dlq_url="http://q/orders-dlq")},
        "log_life_seconds": 60,
        "simulate_trouble": False,
        "retry_delay_seconds": 2,
    }
    return Environment(**(values | changes))
