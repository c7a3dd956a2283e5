"""The document that is made of routes, and what it refuses."""

from collections.abc import Mapping
from typing import Any

import pytest
from esteira.core.auditing.audited import record_nothing
from esteira.core.errors import Conflict, EsteiraError, TargetUnavailable, TooManyRequests
from esteira.core.http.app import GuardedApp
from esteira.core.http.policies import Policy
from esteira.core.http.requests import body_of, query_of
from esteira.core.http.responses import STATUSES
from esteira.core.numbers import Whole
from openapi_spec_validator import validate
from pydantic import BaseModel, Field
from typing_extensions import TypedDict

from infra.checks.openapi.document import document
from infra.checks.openapi.routes import guarded_apps
from infra.checks.openapi.undeclared import undeclared


class Wanted(BaseModel, frozen=True, extra="forbid"):
    """What is wanted."""

    name: str
    days: Whole | None = Field(default=None, ge=1, le=9)


class Listing(BaseModel, frozen=True, extra="forbid"):
    """How many are listed."""

    limit: Whole = Field(default=100, ge=1, le=500)


class Shown(TypedDict):
    """What is shown."""

    name: str


def new_app() -> GuardedApp:
    counts: list[Mapping[str, int]] = []
    reported: list[object] = []
    return GuardedApp(
        "monitor", authenticate=pytest.fail, count=counts.append, report=reported.append, audit=record_nothing
    )


def operation(method: str, app: GuardedApp) -> Any:
    return document([app])["paths"]["/things/{name}"][method]


def things(**declared: Any) -> GuardedApp:
    """Return an app with one route that changes a thing."""
    app = new_app()

    @app.route("/things/{name}", methods=["PUT"], **{"policy": Policy.OPERATOR, "answers": Shown, **declared})
    def change(name: str) -> Any:
        """Change a thing: `{"name": …}`. It stays what it is."""
        return name

    return app


def test_the_document_of_all_functions_is_valid() -> None:
    validate(document(guarded_apps()))


def test_no_route_of_any_function_is_undeclared() -> None:
    assert [sentence for app in guarded_apps() for sentence in undeclared(app)] == []


def test_the_summary_is_the_first_line_without_its_example() -> None:
    assert operation("put", things(body=Wanted))["summary"] == "Change a thing"


@pytest.mark.parametrize(
    ("declared", "statuses"),
    [
        ({"body": None}, {"200", "401", "403", "404", "500", "503"}),
        ({"body": Wanted}, {"200", "400", "401", "403", "404", "422", "500", "503"}),
        ({"body": None, "policy": Policy.SIGNED_IN}, {"200", "401", "404", "500", "503"}),
        ({"body": None, "policy": Policy.PUBLIC}, {"200", "404", "500"}),
        (
            {"body": None, "policy": Policy.PUBLIC, "errors": (Conflict, TooManyRequests)},
            {"200", "404", "409", "429", "500"},
        ),
        ({"body": None, "policy": Policy.PUBLIC, "status": 204, "answers": None}, {"204", "404", "500"}),
    ],
)
def test_errors_follow_from_policy_body_and_path_beside_those_declared(
    declared: dict[str, Any], statuses: set[str]
) -> None:
    assert operation("put", things(**declared))["responses"].keys() == statuses


def test_an_error_answer_has_the_codes_and_headers_that_the_doors_give() -> None:
    made = document([things(body=None, errors=(TargetUnavailable, TooManyRequests))])
    found = {
        status: made["components"]["responses"][answer["$ref"].rpartition("/")[2]]
        for status, answer in made["paths"]["/things/{name}"]["put"]["responses"].items()
        if status != "200"
    }

    assert list(found["503"]["content"]["application/json"]["examples"]) == [
        "accounts_unavailable",
        "target_unavailable",
    ]
    assert {status: list(answer.get("headers", {})) for status, answer in found.items()} == {
        "401": ["WWW-Authenticate"],
        "403": [],
        "404": [],
        "429": ["Retry-After"],
        "500": [],
        "503": ["Retry-After"],
    }


@pytest.mark.parametrize("kind", STATUSES, ids=lambda kind: kind.__name__)
def test_every_kind_of_error_that_has_a_status_can_be_declared(kind: type[EsteiraError]) -> None:
    answers = operation("put", things(body=None, policy=Policy.PUBLIC, errors=(kind,)))["responses"]

    assert str(STATUSES[kind]) in answers


def test_numbers_that_may_be_text_are_both_in_a_body_and_have_their_bounds() -> None:
    made = document([things(body=Wanted)])

    days = made["components"]["schemas"]["Wanted"]["properties"]["days"]["anyOf"][0]
    assert ([option["type"] for option in days["anyOf"]], days["minimum"], days["maximum"]) == (
        ["integer", "string"],
        1,
        9,
    )


def test_a_query_string_is_a_list_of_parameters() -> None:
    (_, parameter) = operation("put", things(body=None, query=Listing))["parameters"]

    assert parameter == {
        "name": "limit",
        "in": "query",
        "required": False,
        "schema": {"type": "integer", "minimum": 1, "maximum": 500, "default": 100},
    }


@pytest.mark.parametrize(
    ("policy", "security"),
    [
        (Policy.PUBLIC, []),
        (Policy.SIGNED, [{"esteiraSignature": []}, {"standardWebhook": []}]),
        (Policy.SIGNED_IN, [{"bearer": []}]),
        (Policy.ADMIN, [{"bearer": []}]),
    ],
)
def test_how_to_call_a_route_follows_from_its_policy(policy: Policy, security: list[Any]) -> None:
    assert operation("put", things(body=None, policy=policy))["security"] == security


def test_a_route_that_declares_nothing_is_told_what_to_declare() -> None:
    app = new_app()

    @app.route("/things", methods=["POST"], policy=Policy.PUBLIC)
    def create() -> Any:
        return body_of(app.request, Wanted), query_of(app.request, Listing)

    assert list(undeclared(app)) == [
        "POST /things (monitor): its view has no docstring, whose first line is the summary",
        "POST /things (monitor): declare the type of the answer, answers=… (None if it has no body)",
        "POST /things (monitor): declare the model of the body, body=… (None if it reads none)",
        "POST /things (monitor): it reads a Wanted: declare body=Wanted (declared is nothing)",
        "POST /things (monitor): it reads a Listing: declare query=Listing (declared is nothing)",
    ]


def test_another_model_than_the_view_reads_is_noticed() -> None:
    app = new_app()

    @app.route("/things", policy=Policy.PUBLIC, query=Wanted, answers=Shown)
    def show() -> Any:
        """Show a thing."""
        return query_of(app.request, Listing)

    assert list(undeclared(app)) == [
        "GET /things (monitor): it reads a Listing: declare query=Listing (declared is Wanted)"
    ]


def test_an_answer_without_a_body_has_the_status_that_says_so() -> None:
    (sentence,) = undeclared(things(body=None, answers=None))

    assert sentence.endswith("an answer without a body has status=204, and no other has")
