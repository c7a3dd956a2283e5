"""The accounts' HTTP function over its own stores, called as API Gateway does, from addresses that a test chooses."""

import json
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from accounts.app import app
from cryptography.fernet import Fernet
from esteira.accounts import wiring
from esteira.accounts.mongo.collections import create_account_indexes
from esteira.core.announcing import wiring as announcements
from esteira.core.mongo import mongo_database
from esteira.core.sealing import FernetSealer
from esteira.core.strict_json import json_value
from esteira.mail import wiring as mails_wiring
from pydantic import SecretStr

from tests.fixtures.accounts import EMAIL, PASSWORD
from tests.harness.callers import admit
from tests.harness.environment import environment
from tests.integration.http_calls import TOKEN

HOME = "192.0.2.1"


@dataclass(frozen=True, kw_only=True)
class Answer:
    """Status, JSON and headers of an answer."""

    status: int
    json: Any
    headers: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class AccountsApi:
    """The HTTP function, and the stores behind it."""

    target_dsn: str
    mongo_url: str
    secrets_key: SecretStr
    context: Any = field(default=None)

    def send(
        self, method: str, path: str, body: Any = None, *, token: str = "", address: str = HOME, **headers: str
    ) -> Answer:
        """Send a request from an address; `body` is JSON, or bytes as they are."""
        bearer = {"authorization": f"Bearer {token}"} if token else {}
        text = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        event = gateway_event(method, path, text.decode(), {**bearer, **headers}, address)
        given = app(event, self.context)
        return Answer(
            status=given["statusCode"],
            json=json.loads(given["body"]) if given["body"] else None,
            headers={name.lower(): value for name, value in given["headers"].items()}
            | {name.lower(): value[0] for name, value in given.get("multiValueHeaders", {}).items()},
        )

    def mailed_code(self) -> str:
        """Return the code of the newest mail, which is in the outbox still."""
        outbox = wiring.accounts().outbox_wiring.outbox
        newest = max(outbox.claim(50, wiring.accounts().account_deps.clock()), key=lambda mail: mail.created_at)
        facts = FernetSealer(self.secrets_key).open(newest.sealed_facts).get_secret_value()
        return str(json_value(facts)["code"])

    def sign_up(self, email: str = EMAIL) -> None:
        """Sign up and confirm."""
        self.send("POST", "/accounts", {"email": email, "password": PASSWORD, "name": "Maria"})
        confirmed = self.send("POST", "/accounts/confirm", {"email": email, "code": self.mailed_code()})
        assert confirmed.status == 200, confirmed.json

    def sign_in(self, email: str = EMAIL, address: str = HOME) -> Any:
        """Sign in, and return the tokens."""
        answer = self.send("POST", "/sessions", {"email": email, "password": PASSWORD}, address=address)
        assert answer.status == 201, answer.json
        return answer.json

    def account_with(self, role: str, email: str) -> Any:
        """Return the tokens of a new account with this role."""
        self.sign_up(email)
        tokens = self.sign_in(email)
        me = self.send("GET", "/me", token=tokens["access_token"]).json
        assert self.send("PATCH", f"/users/{me['id']}", {"role": role}, token=TOKEN).status == 200
        return self.sign_in(email)


def gateway_event(method: str, path: str, body: str, headers: Mapping[str, str], address: str) -> dict[str, Any]:
    """Return the event of a request, whose sender the gateway saw at this address."""
    split = urlsplit(path)
    resource, parameters = _resource(method, split.path)
    query = dict(pair.split("=", 1) for pair in split.query.split("&") if pair)
    return {
        "resource": resource,
        "path": split.path,
        "httpMethod": method,
        "headers": {"content-type": "application/json", **headers},
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
        "queryStringParameters": query or None,
        "multiValueQueryStringParameters": {name: [value] for name, value in query.items()} or None,
        "pathParameters": parameters or None,
        "stageVariables": None,
        "requestContext": {
            "httpMethod": method,
            "resourcePath": resource,
            "path": split.path,
            "identity": {"sourceIp": address},
        },
        "body": body,
        "isBase64Encoded": False,
    }


def _resource(method: str, path: str) -> tuple[str, dict[str, str]]:
    if path in app.routes and method in app.routes[path]:
        return path, {}
    for resource in app.routes:
        start, _, rest = resource.partition("{")
        if rest and path.startswith(start) and method in app.routes[resource]:
            return resource, {rest.rstrip("}"): path.removeprefix(start)}
    return path, {}


@contextmanager
def accounts_after_cold_start(target_dsn: str, mongo_url: str, *, redis_url: str = "") -> Iterator[AccountsApi]:
    """Start the HTTP function with one machine's token and no account."""
    with closing(mongo_database(SecretStr(mongo_url)).client) as client:
        create_account_indexes(client.get_default_database())
    key = Fernet.generate_key().decode()
    variables = {
        "ESTEIRA_TARGET_DSN": target_dsn,
        "ESTEIRA_MONGO_URL": admit(mongo_url, TOKEN),
        "ESTEIRA_SECRETS_KEY": key,
        "ESTEIRA_REDIS_URL": redis_url,
    }
    caches = (wiring.accounts, wiring.authentication, mails_wiring.mails, announcements._configured_url)
    with environment(variables, *caches):
        yield AccountsApi(target_dsn=target_dsn, mongo_url=mongo_url, secrets_key=SecretStr(key))
        wiring.accounts().close()
        wiring.authentication().close()
