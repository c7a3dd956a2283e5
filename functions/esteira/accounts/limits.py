"""How often addresses and accounts may try (R14). Keys are digests: the store holds no address of anybody."""

import math
from datetime import timedelta

from esteira.accounts.account import address_key
from esteira.accounts.codes import keyed_digest
from esteira.accounts.deps import AccountDeps
from esteira.core.errors import TooManyRequests

WINDOW = timedelta(minutes=15)
TRIES_FROM_ONE_ADDRESS = 5
"""Passwords for one account from one address that are compared within the window."""
TRIES_FOR_ONE_ACCOUNT = 20
"""The same from all addresses that never signed in to it before: a stranger cannot lock the owner out."""
TRIES_OF_STRANGERS = timedelta(seconds=10)
"""The window in which the passwords of all strangers together are counted, since a hash costs a processor 30 ms."""
MAILS_TO_ONE_ADDRESS = 5
"""Requests for a mail to one address within the window, whether or not it has an account."""
SIGN_UPS_FROM_ONE_ADDRESS = 30


def digest(deps: AccountDeps, *parts: str) -> str:
    """Return the keyed digest of some text, such as an address."""
    return keyed_digest(deps.code_key, *parts)


def take_mail(deps: AccountDeps, address: str) -> None:
    """Count a request for a mail, of unknown addresses too: a refusal must not tell them apart.

    Raises `TooManyRequests`.
    """
    take_try(deps, MAILS_TO_ONE_ADDRESS, "mail", address_key(address))


def take_try(deps: AccountDeps, limit: int, *parts: str, within: timedelta = WINDOW) -> str:
    """Count a try and return its key. Raises `TooManyRequests` if there were too many within the window."""
    key = digest(deps, *parts)
    wait = deps.try_limiter.take(key, limit, within, deps.clock())
    if wait is not None:
        raise TooManyRequests(retry_after_seconds=max(math.ceil(wait), 1))
    return key
