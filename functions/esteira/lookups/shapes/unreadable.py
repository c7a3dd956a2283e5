"""The error of an answer that cannot be read."""


class UnreadableAnswer(ValueError):
    """The answer does not have the provider's shape. The message names the place, never a value."""
