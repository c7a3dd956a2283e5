"""Calls of the HTTP functions, as API Gateway and the schedule make them."""

import json
from typing import Any
from urllib.parse import urlencode

from chalice.test import Client

TOKEN = "a-token-of-the-operator"
BEARER = {"Authorization": f"Bearer {TOKEN}"}

SCHEDULED = {
    "version": "0",
    "id": "1",
    "account": "000000000000",
    "region": "us-east-1",
    "time": "2026-01-01T00:00:00Z",
    "source": "aws.events",
    "detail-type": "Scheduled Event",
    "detail": {},
    "resources": [],
}
"""The event that a schedule sends."""


def call(http: Client, method: str, path: str, body: object = None, **query: object) -> tuple[int, Any]:
    """Status and JSON body (None: there is none) of the answer to the operator."""
    full = f"{path}?{urlencode(query)}" if query else path
    text = b"" if body is None else json.dumps(body).encode()
    response = http.http.request(method, full, headers=BEARER, body=text)
    return response.status_code, response.json_body if response.body else None
