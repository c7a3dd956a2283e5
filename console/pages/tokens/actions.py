"""What operators do to tokens."""

from typing import Any

from esteira.core.decoding import query_from
from esteira.tokens.http import token_json
from esteira.tokens.manage_tokens import (
    ChangeToken,
    CreateToken,
    ShownToken,
    change_token,
    create_token,
    delete_token,
    show_token,
)

from console.frame.actions import Action, Done
from console.frame.visit import Visit
from console.pages.tokens.deps import TokenPageDeps
from console.pages.tokens.words import TokensWords

Given = dict[str, Any]
"""The fields of a form by the names of the command."""


async def create(visit: Visit, words: TokensWords, deps: TokenPageDeps, given: Given) -> bool:
    """Create a token. Returns whether it is."""

    def work(_: str) -> Done[ShownToken]:
        created = create_token(deps.service, query_from(given, CreateToken))
        deps.announce()
        return Done(value=created, after=_facts(visit, created))

    action = Action(name="token.created", subject=str(given["name"]))
    return await visit.actor.perform(action, work, done=words.created_done) is not None


async def change(visit: Visit, deps: TokenPageDeps, name: str, given: Given, *, done: str) -> bool:
    """Change a token; a secret rotates it. Returns whether it is changed."""

    def work(_: str) -> Done[ShownToken]:
        command = query_from(given, ChangeToken)
        before = show_token(deps.service, name)
        changed = change_token(deps.service, name, command)
        deps.announce()
        return Done(value=changed, before=_facts(visit, before), after=_facts(visit, changed))

    action = Action(name="token.rotated" if "secret" in given else "token.changed", subject=name)
    return await visit.actor.perform(action, work, done=done) is not None


async def delete(visit: Visit, words: TokensWords, deps: TokenPageDeps, name: str) -> bool:
    """Delete a token. Returns whether it is gone."""

    def work(_: str) -> Done[bool]:
        before = show_token(deps.service, name)
        delete_token(deps.service, name)
        deps.announce()
        return Done(value=True, before=_facts(visit, before))

    action = Action(name="token.deleted", subject=name)
    return await visit.actor.perform(action, work, done=words.deleted_done) is not None


def _facts(visit: Visit, shown: ShownToken) -> dict[str, Any]:
    return dict(token_json(shown, visit.clock()))
