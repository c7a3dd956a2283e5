"""T31: forged access tokens at the door of the accounts, over real stores: each is refused alike, and at once."""

import base64
import json
import os
from collections.abc import Callable
from random import Random

import pytest
from esteira.accounts import wiring
from esteira.accounts.access_tokens import AccessClaims
from esteira.core.clock import utc_now

from tests.faults.figures import log_figures
from tests.fixtures.forged_tokens import FORGED, Forger
from tests.harness.accounts_api import AccountsApi, Answer
from tests.harness.load import SEED

MUTATIONS = int(os.environ.get("MUTATIONS") or 200)
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


@pytest.fixture
def forger(accounts_api: AccountsApi) -> Forger:
    """Somebody who signs with a key that the function knows, for a person who is signed in."""
    accounts_api.sign_up()
    token = accounts_api.sign_in()["access_token"]
    middle = token.split(".")[1]
    payload = json.loads(base64.urlsafe_b64decode(middle + "=" * (-len(middle) % 4)))
    forger = Forger(AccessClaims(account_id=payload["sub"], session_id=payload["sid"]), utc_now())
    wiring.accounts().account_deps.key_repository.add(forger.key())
    return forger


def test_no_forged_token_is_accepted_and_all_are_refused_in_the_same_words(
    accounts_api: AccountsApi, forger: Forger
) -> None:
    tokens = [forge(forger) for forge in FORGED.values()]
    good = accounts_api.send("GET", "/me", token=forger.signed()).status

    answers = [accounts_api.send("GET", "/me", token=token) for token in tokens]

    log_figures(forms=len(answers), accepted=sum(answer.status != 401 for answer in answers))
    assert good == 200
    assert len(answers) >= 14
    assert {repr(answer) for answer in answers} == {repr(accounts_api.send("GET", "/me"))}
    assert answers[0].status == 401


def test_no_other_character_at_any_place_is_accepted(accounts_api: AccountsApi, forger: Forger) -> None:
    token, rng = forger.signed(), Random(SEED)
    places = [rng.randrange(len(token)) for _ in range(MUTATIONS)]

    accepted = [
        place for place in places if accounts_api.send("GET", "/me", token=changed(token, place, rng)).status != 401
    ]

    log_figures(mutations=len(places), accepted=len(accepted))
    assert accepted == []


def changed(token: str, place: int, rng: Random) -> str:
    """Return the token with another character at this place."""
    return token[:place] + rng.choice(ALPHABET.replace(token[place], "")) + token[place + 1 :]


OTHER_USES: dict[str, Callable[[AccountsApi, str], Answer]] = {
    "no bearer": lambda api, token: api.send("GET", "/me", authorization=token),
    "basic": lambda api, token: api.send("GET", "/me", authorization=f"Basic {token}"),
    "twice": lambda api, token: api.send("GET", "/me", authorization=f"Bearer {token}, Bearer {token}"),
    "in the query": lambda api, token: api.send("GET", f"/me?access_token={token}"),
    "in a cookie": lambda api, token: api.send("GET", "/me", cookie=f"__Host-esteira_refresh={token}"),
    "as a refresh token in a cookie": lambda api, token: api.send(
        "POST", "/sessions/refresh", cookie=f"__Host-esteira_refresh={token}"
    ),
}


def test_a_good_token_counts_as_a_bearer_token_alone(accounts_api: AccountsApi, forger: Forger) -> None:
    token = forger.signed()

    statuses = {use: send(accounts_api, token).status for use, send in OTHER_USES.items()}

    assert statuses == dict.fromkeys(OTHER_USES, 401)
