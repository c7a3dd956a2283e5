"""All HTTP functions over one set of real stores, with a person who is an administrator, and something to find."""

import json
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any

from cryptography.fernet import Fernet
from esteira.accounts import wiring as accounts_wiring
from esteira.accounts.account import Account, principal_id
from esteira.accounts.administer_users import create_admin
from esteira.accounts.mongo.collections import create_account_indexes
from esteira.accounts.session import new_refresh_token, new_session
from esteira.accounts.sign_in import tokens
from esteira.accounts.sign_up import SignUp
from esteira.callbacks import wiring as callbacks_wiring
from esteira.callbacks.signatures import HEADER, sign
from esteira.core.announcing import wiring as announcements
from esteira.core.clock import utc_now
from esteira.core.mongo import mongo_database
from esteira.core.names import LANES
from esteira.failures import wiring as failures_wiring
from esteira.lookups import booking_wiring
from esteira.mail import wiring as mail_wiring
from esteira.metrics import wiring as metrics_wiring
from esteira.orders import wiring as orders_wiring
from esteira.producer import wiring as producer_wiring
from esteira.reconciliation import wiring as reconciliation_wiring
from esteira.reports import wiring as reports_wiring
from esteira.scaling import wiring as scaling_wiring
from esteira.tokens import wiring as tokens_wiring
from esteira.workbench import wiring as workbench_wiring
from pydantic import SecretStr
from werkzeug.test import Client

from tests.fixtures.accounts import PASSWORD
from tests.fixtures.dead_letters import filed
from tests.fixtures.messages import NOTIFICATION
from tests.harness.environment import aws_variables, environment
from tests.harness.gateway import Gateway
from tests.harness.queues import TestLane

PROVIDER, SECRET = "acmepay", "canary-secret-of-acmepay"
SOURCE = "shop"
CNPJ = "12.ABC.345/01DE-35"
THERE = {
    "source": SOURCE,
    "lane": "orders",
    "message_id": f"{SOURCE}:1",
    "reference": f"{SOURCE}:1",
    "file": "start.js",
}
"""What can be found at once, by its name in paths."""

WIRINGS = (
    accounts_wiring.accounts,
    accounts_wiring.authentication,
    callbacks_wiring.callbacks,
    booking_wiring.booking,
    booking_wiring.handing_over,
    failures_wiring.failures,
    mail_wiring.mails,
    metrics_wiring.metrics,
    orders_wiring.orders,
    producer_wiring.producer,
    reconciliation_wiring.operator,
    reports_wiring.reports,
    scaling_wiring.config_wiring,
    tokens_wiring.tokens,
    workbench_wiring.workbench,
)


@dataclass(frozen=True, kw_only=True)
class Stores:
    """The addresses of all services."""

    source_dsn: str
    target_dsn: str
    redis_url: str
    mongo_url: str
    sqs_endpoint: str
    lane: TestLane

    @property
    def variables(self) -> dict[str, str]:
        """The settings of all functions."""
        lane = {"queue_url": self.lane.queue_url, "dlq_url": self.lane.dlq_url}
        return aws_variables(self.sqs_endpoint) | {
            "ESTEIRA_SOURCES": json.dumps({SOURCE: {"dsn": self.source_dsn}}),
            "ESTEIRA_TARGET_DSN": self.target_dsn,
            "ESTEIRA_REDIS_URL": self.redis_url,
            "ESTEIRA_MONGO_URL": self.mongo_url,
            "ESTEIRA_SECRETS_KEY": Fernet.generate_key().decode(),
            "ESTEIRA_PROVIDERS": json.dumps({PROVIDER: {"secret": SECRET}}),
            "ESTEIRA_LANES": json.dumps(dict.fromkeys(LANES, lane)),
            "ESTEIRA_REPORTS_BUCKET": "reports",
            "ESTEIRA_ERRORS_QUEUE_URL": self.lane.dlq_url,
            **{f"ESTEIRA_{name.upper()}_QUEUE_URL": self.lane.queue_url for name in LANES},
        }


@dataclass(frozen=True, kw_only=True)
class AllDoors:
    """All functions. `admin` calls them, and `leaver` those that end sessions; `other` may be changed."""

    gateway: Gateway
    admin: Account
    leaver: Account
    other: Account

    def bearer(self, path: str = "") -> dict[str, str]:
        """Return the header of a session: of the administrator, or of a new one for calls that may end it."""
        return self._new_session(self.leaver) if path.startswith("/sessions") else self._session

    @cached_property
    def _session(self) -> dict[str, str]:
        return self._new_session(self.admin)

    def _new_session(self, account: Account) -> dict[str, str]:
        deps = accounts_wiring.accounts().account_deps
        session = new_session(account.id, deps.clock(), address="", agent="")
        refresh_token, kept = new_refresh_token(session)
        signed_in = tokens(deps, session, refresh_token)
        deps.session_repository.begin(session, kept)
        return {"Authorization": f"Bearer {signed_in.access_token}"}

    def send(self, method: str, path: str, body: object = None, **headers: str) -> Any:
        """Send JSON as the administrator. Returns the JSON of the answer, whatever its status is."""
        text = body if isinstance(body, bytes) else json.dumps(body).encode()
        answer = Client(self.gateway).open(path, method=method, data=text, headers=self.bearer() | headers)
        return answer.json

    def existing(self, path: str) -> Mapping[str, str]:
        """Make sure that there is something at this path of the document. Returns its names in the path."""
        make = getattr(self, f"_{path.split('/')[1].replace('-', '_')}", None)
        return make() if make else {**THERE, "user_id": principal_id(self.other.id)}

    def _callbacks(self) -> Mapping[str, str]:
        self._receive()
        return {"provider": PROVIDER, "event_id": str(NOTIFICATION["event_id"])}

    def _lookups(self) -> Mapping[str, str]:
        tomorrow = (utc_now() + timedelta(days=1)).isoformat()
        return {"lookup": self.send("POST", "/lookups", {"cnpj": CNPJ, "when": tomorrow})["id"]}

    def _machine_tokens(self) -> Mapping[str, str]:
        self.send("POST", "/machine-tokens", {"name": "ci"})
        return {"name": "ci"}

    def _metrics(self) -> Mapping[str, str]:
        return {"name": "queue.orders.visible"}

    def _reports(self) -> Mapping[str, str]:
        """A new report. Those before it are cancelled, since nobody may have many under way."""
        for report in self.send("GET", "/reports")["reports"]:
            self.send("DELETE", f"/reports/{report['id']}")
        return {"report_id": self.send("POST", "/reports", {"kind": "orders"})["id"]}

    def _dead_letters(self) -> Mapping[str, str]:
        letter = filed(sqs_message_id="letter-1")
        workbench_wiring.workbench().deps.store.keep([letter])
        return {"lane": letter.lane, "letter": letter.sqs_message_id}

    def _redrives(self) -> Mapping[str, str]:
        self._dead_letters()
        return {"redrive_id": self.send("POST", "/redrives", {"lane": "orders"})["id"]}

    def _tokens(self) -> Mapping[str, str]:
        self.send("POST", "/tokens", {"name": "erp", "provider": PROVIDER, "secret": "s", "lifetime_seconds": 3600})
        return {"name": "erp"}

    def _receive(self) -> None:
        body = json.dumps(NOTIFICATION).encode()
        self.send("POST", f"/callbacks/{PROVIDER}", body, **{HEADER: signature(body)})


def signature(body: bytes) -> str:
    """Return the header with which the provider signs this body."""
    return sign(body, secret=SECRET, at=utc_now())


@contextmanager
def all_doors(gateway: Gateway, stores: Stores) -> Iterator[AllDoors]:
    """Start all functions, as on a cold start."""
    with closing(mongo_database(SecretStr(stores.mongo_url)).client) as client:
        create_account_indexes(client.get_default_database())
    with environment(stores.variables, *WIRINGS, announcements._configured_url), ExitStack() as opened:
        for wiring in WIRINGS:
            opened.enter_context(closing(wiring()))
        deps = accounts_wiring.accounts().account_deps
        accounts = {name: create_admin(deps, _sign_up(name)) for name in ("admin", "leaver", "other")}
        doors = AllDoors(gateway=gateway, **accounts)
        doors.send("POST", f"/sources/{SOURCE}/orders", {"count": 3})
        yield doors


def _sign_up(name: str) -> SignUp:
    return SignUp(email=f"{name}@example.com", password=SecretStr(PASSWORD), name=name)
