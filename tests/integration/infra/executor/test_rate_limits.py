"""Requests above the rate limit of a method are refused by API Gateway, in the form that the API asks for."""

import httpx

from tests.integration.infra.executor.deployment import Deployer
from tests.integration.infra.executor.limited_api import BURST, REFUSED, RETRY_AFTER, limited_api


def test_what_is_above_the_limit_of_a_template_is_429_with_the_body_and_headers_of_the_template(
    deploy: Deployer,
) -> None:
    url = limited_api(deploy("probe.accept"))
    with httpx.Client(timeout=60) as http:
        taken = [http.post(url).status_code for _ in range(BURST)]
        refused = http.post(url)

    assert (taken, refused.status_code) == ([202] * BURST, 429)
    assert (refused.json(), refused.headers["Retry-After"]) == (REFUSED, RETRY_AFTER)
