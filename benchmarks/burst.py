"""Answers and times of a burst: many `POST /callbacks` at the same moment, cold and warm.

    python -m benchmarks.burst [POSTS...]

Needs a running installation (`esteira up`) and an idle machine. For each number of posts (50 and 200 by default): ends
all environments of the function by an update of its description, posts that many new callbacks at once (cold), and
does it again at once (warm). Prints how many answers had each status and the median and longest time in
seconds. Their messages become dead letters, unless source1 has an order with id 1.
"""

import asyncio
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

import httpx

from benchmarks.sample_callback import PATH, sample_callback
from infra.local.aws import aws_client
from infra.local.environment import Environment
from infra.local.settings import LocalSettings

if TYPE_CHECKING:
    from mypy_boto3_lambda import LambdaClient

DEFAULT_POSTS = (50, 200)
FUNCTION = "CallbacksApi"
TIMEOUT_S = 120


@dataclass(frozen=True, kw_only=True)
class Reply:
    """The outcome of one request: its status, or the name of the error, and how long it took."""

    status: str
    seconds: float


def main(arguments: Sequence[str]) -> None:
    """Run the benchmark and print its results."""
    environment = Environment.read(LocalSettings.from_environment().place)
    functions = aws_client("lambda", environment.aws_endpoint_url)
    for posts in map(int, arguments or map(str, DEFAULT_POSTS)):
        _end_environments(functions)
        print(f"{posts} at once, cold  ", _summary(asyncio.run(_burst(environment, posts))))
        print(f"{posts} at once, warm  ", _summary(asyncio.run(_burst(environment, posts))))


def _end_environments(functions: "LambdaClient") -> None:
    """An update of a function replaces all of its environments."""
    names = [one["FunctionName"] for one in functions.list_functions()["Functions"]]
    name = next(name for name in names if FUNCTION in name)
    functions.update_function_configuration(FunctionName=name, Description=f"cold at {time.time()}")
    functions.get_waiter("function_updated_v2").wait(FunctionName=name)


async def _burst(environment: Environment, posts: int) -> list[Reply]:
    limits = httpx.Limits(max_connections=posts)
    async with httpx.AsyncClient(base_url=environment.api_url, timeout=TIMEOUT_S, limits=limits) as http:
        return await asyncio.gather(*(_post(http, environment) for _ in range(posts)))


async def _post(http: httpx.AsyncClient, environment: Environment) -> Reply:
    callback = sample_callback(environment)
    started_at = time.perf_counter()
    try:
        answer = await http.post(PATH, content=callback.body, headers=callback.headers)
        status = str(answer.status_code)
    except httpx.HTTPError as error:
        status = type(error).__name__
    return Reply(status=status, seconds=time.perf_counter() - started_at)


def _summary(replies: Sequence[Reply]) -> str:
    statuses = Counter(reply.status for reply in replies)
    times = [reply.seconds for reply in replies]
    return f"{dict(statuses)}   median {median(times):5.1f} s   longest {max(times):5.1f} s"


if __name__ == "__main__":
    main(sys.argv[1:])
