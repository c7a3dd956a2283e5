"""Accounts and tokens of machines as rows of tables."""

from datetime import datetime

from esteira.accounts.account import Account
from esteira.accounts.machine_token import MachineToken

from console.elements.data_table import Column, Row
from console.frame.words import FrameWords
from console.pages.accounts.words import AccountsWords


def account_columns(words: AccountsWords) -> list[Column]:
    """Return the columns of accounts."""
    return [
        Column(key="email", label=words.email, kind="link", wide=True),
        Column(key="name", label=words.name),
        Column(key="role", label=words.role),
        Column(key="state", label=words.state, kind="state"),
        Column(key="created", label=words.created, kind="time"),
    ]


def account_row(account: Account, words: AccountsWords, frame_words: FrameWords) -> Row:
    """Return an account, whose address leads to its page."""
    text, tone = account_state(account, words)
    return {
        "key": account.id,
        "email": {"text": account.email, "href": f"/accounts/{account.id}"},
        "name": account.name,
        "role": frame_words.roles[account.role],
        "state": {"text": text, "tone": tone},
        "created": account.created_at,
    }


def account_state(account: Account, words: AccountsWords) -> tuple[str, str]:
    """Return the state of an account and its tone."""
    if account.disabled:
        return words.disabled, "alert"
    return (words.active, "normal") if account.confirmed else (words.unconfirmed, "slow")


def machine_columns(words: AccountsWords) -> list[Column]:
    """Return the columns of tokens of machines."""
    return [
        Column(key="name", label=words.name, wide=True),
        Column(key="role", label=words.role),
        Column(key="state", label=words.state, kind="state"),
        Column(key="expires", label=words.expires, kind="time"),
        Column(key="created", label=words.created, kind="time"),
        Column(key="by", label=words.created_by),
    ]


def machine_row(token: MachineToken, words: AccountsWords, frame_words: FrameWords, now: datetime) -> Row:
    """Return a token."""
    is_live = token.is_live(now)
    return {
        "key": token.name,
        "name": token.name,
        "role": frame_words.roles[token.role],
        "state": {"text": words.live, "tone": "normal"} if is_live else {"text": words.expired, "tone": "alert"},
        "expires": token.expires_at,
        "created": token.created_at,
        "by": token.created_by,
    }
