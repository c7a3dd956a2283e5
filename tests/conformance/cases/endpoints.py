"""The HTTP endpoints: what API Gateway answers itself, and what reaches the functions."""

from concurrent.futures import ThreadPoolExecutor

from tests.conformance.case import Case
from tests.conformance.deployed_stack import DeployedStack

BURSTS = 3
"""How many times the burst that the stage allows is sent at once."""

AT_ONCE = 60


def _health(stack: DeployedStack) -> object:
    return stack.stranger.get("/health").status_code


def _no_token(stack: DeployedStack) -> object:
    reply = stack.stranger.get("/ledger")
    return [reply.status_code, reply.json()["error"]]


def _bad_input(stack: DeployedStack) -> object:
    reply = stack.http.post(f"/sources/{stack.source}/orders", json={"count": -1})
    return [reply.status_code, sorted(reply.json())]


def _no_route(stack: DeployedStack) -> object:
    reply = stack.http.get("/nothing-of-this-name")
    return [reply.status_code, reply.json().get("message")]


def _no_method(stack: DeployedStack) -> object:
    return stack.http.delete("/ledger").status_code


def _query(stack: DeployedStack) -> object:
    reply = stack.http.get(f"/sources/{stack.source}/orders", params={"limit": "0"})
    return [reply.status_code, "limit" in reply.text]


def _request_id(stack: DeployedStack) -> object:
    return bool(stack.stranger.get("/health").headers.get("x-amzn-requestid"))


def _burst(stack: DeployedStack) -> object:
    """Requests that are refused for their body: no password is hashed, and no mail is sent."""
    settings = stack.client("apigateway").get_stage(restApiId=stack.resources["Api"], stageName="live")
    # One emulator keeps the slash before the path.
    bursts = {key.lstrip("/"): one.get("throttlingBurstLimit") for key, one in settings["methodSettings"].items()}
    burst = bursts["~1sessions/POST"]
    with ThreadPoolExecutor(AT_ONCE) as threads:
        replies = list(threads.map(lambda _: stack.stranger.post("/sessions", json={}), range(BURSTS * int(burst))))
    refused = [reply for reply in replies if reply.status_code == 429]
    return {
        "answers": sorted({reply.status_code for reply in replies}),
        "retry after": sorted({reply.headers.get("retry-after") for reply in refused}),
    }


AREA = "API Gateway"
CASES = (
    Case(name="health needs no token", area="pipeline", expected=200, observe=_health),
    Case(name="a route is refused without a token", area="pipeline", expected=[401, "unauthorized"], observe=_no_token),
    Case(
        name="wrong input is refused with the reason",
        area="pipeline",
        expected=[422, ["detail", "error"]],
        observe=_bad_input,
    ),
    Case(
        name="an unknown route is refused by the gateway",
        area=AREA,
        expected=[403, "Missing Authentication Token"],
        observe=_no_route,
    ),
    Case(name="an unknown method is refused by the gateway", area=AREA, expected=403, observe=_no_method),
    Case(name="the query reaches the function", area=AREA, expected=[422, True], observe=_query),
    Case(name="an answer names its request", area=AREA, expected=True, observe=_request_id),
    Case(
        name="more requests than the throttle allows are refused with the template's answer",
        area=AREA,
        expected={"answers": [422, 429], "retry after": ["1"]},
        observe=_burst,
    ),
)
