"""What a change can be about."""

from typing import Literal

Topic = Literal["orders", "payments", "sources", "callbacks", "tokens", "workers"]
"""What a change is announced under, and what a reader of the live feed may ask for."""
