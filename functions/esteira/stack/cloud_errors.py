"""The translation of the errors of AWS clients."""

from collections.abc import Iterator
from contextlib import contextmanager

from botocore.exceptions import BotoCoreError, ClientError

from esteira.core.errors import StackUnavailable


@contextmanager
def reached() -> Iterator[None]:
    """Raise errors of the clients as `StackUnavailable`."""
    try:
        yield
    except (BotoCoreError, ClientError) as error:
        raise StackUnavailable(f"({error})") from error
