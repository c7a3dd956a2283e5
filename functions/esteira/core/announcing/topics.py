"""The topics of changes."""

from typing import Literal

from esteira.core.names import Lane

Topic = Literal[Lane, "sources", "callbacks", "tokens", "workers", "reports"]
"""The topic of an announced change. Clients of the live feed subscribe to topics."""
