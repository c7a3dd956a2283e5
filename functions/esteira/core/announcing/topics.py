"""The topics of changes."""

from typing import Literal

Topic = Literal["orders", "payments", "sources", "callbacks", "tokens", "workers"]
"""The topic of an announced change. Clients of the live feed subscribe to topics."""
