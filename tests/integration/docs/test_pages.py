"""The pages of the API: everything that they need is served beside them, and nothing else is allowed."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from chalice.test import Client
from docs.app import app
from docs.files import REDOC, SWAGGER_UI


@pytest.fixture(scope="module")
def http() -> Iterator[Client]:
    """The function, which needs no settings."""
    with Client(app) as client:
        yield client


def get(http: Client, path: str) -> tuple[int, Any, str]:
    answer = http.http.get(path)
    return answer.status_code, answer.headers, answer.body.decode()


def test_the_document_is_openapi_and_calls_the_address_that_it_came_from(http: Client) -> None:
    status, headers, body = get(http, "/openapi.json")

    document = json.loads(body)
    assert (status, headers["Content-Type"]) == (200, "application/json")
    assert (document["openapi"], document["servers"]) == ("3.1.0", [{"url": "."}])


@pytest.mark.parametrize("page", ["docs", "redoc"])
def test_every_file_that_a_page_loads_is_served_below_it(http: Client, page: str) -> None:
    _, _, body = get(http, f"/{page}")

    loaded = re.findall(r'(?:src|href)="(?!data:)([^"]+)"', body)
    assert loaded
    assert {address: get(http, f"/{address}")[0] for address in loaded} == dict.fromkeys(loaded, 200)


@pytest.mark.parametrize("page", ["docs", "redoc"])
def test_a_page_may_load_and_call_nothing_from_elsewhere(http: Client, page: str) -> None:
    _, headers, body = get(http, f"/{page}")

    assert headers["Content-Type"] == "text/html"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "//" not in headers["Content-Security-Policy"] + body.replace("<!DOCTYPE html>", "")


@pytest.mark.parametrize("path", [f"/docs/{name}" for name in SWAGGER_UI] + [f"/redoc/{name}" for name in REDOC])
def test_a_file_has_the_type_of_its_name(http: Client, path: str) -> None:
    status, headers, body = get(http, path)

    ending = path.rpartition(".")[2]
    assert (status, bool(body)) == (200, True)
    assert {"js": "javascript", "svg": "svg", "css": "css", "html": "html"}[ending] in headers["Content-Type"]


@pytest.mark.parametrize("name", ["start.py", "..%2Fopenapi.json", "LICENSE"])
def test_no_other_file_can_be_had(http: Client, name: str) -> None:
    status, _, body = get(http, f"/docs/{name}")

    assert (status, json.loads(body)["error"]) == (404, "not_found")
