"""What a change can be about."""

from typing import Literal

from esteira.core.names import Lane

Topic = Literal[Lane, "sources", "callbacks", "tokens", "workers"]
"""What a change is announced under, and what a reader of the live feed may ask for."""
