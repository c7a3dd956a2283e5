"""50 sign-ins a second for a minute, from 250 addresses and from one: what is answered, how late, in how much memory.

    python -m benchmarks.sign_ins [PER_SECOND [SECONDS]]

Needs a running installation (`esteira up`). Each request has an e-mail address of its own that has no account, which
costs the same as a wrong password. After ten seconds of warming up it prints the statuses, the slowest answer of each,
how many 429 came without `Retry-After`, and the memory of all processes before and after. A request without an answer
within 29 s, when API Gateway on AWS gives up, counts as `time-out`.
"""

import asyncio
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from itertools import cycle, islice
from time import perf_counter

import httpx

from infra.local.environment import Environment
from infra.local.processes.memory import memory_mib
from infra.local.processes.supervisor import Supervisor
from infra.local.settings import LocalSettings

DEFAULTS = ("50", "60")
WARM_UP_SECONDS = 10
ADDRESSES = 250
ANSWERED_WITHIN_SECONDS = 29
NO_LIMITS = httpx.Limits(max_connections=None)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What became of one request: its status, or why it has none."""

    outcome: str
    seconds: float
    says_when: bool


def main(arguments: Sequence[str]) -> None:
    """Run the benchmark and print its results."""
    per_second, seconds = map(int, (*arguments, *DEFAULTS[len(arguments) :]))
    settings = LocalSettings.from_environment()
    url = f"{Environment.read(settings.place).api_url}/sessions"
    asyncio.run(_sign_in(url, ADDRESSES, per_second=per_second, seconds=WARM_UP_SECONDS))
    for addresses in (ADDRESSES, 1):
        before = _memory(settings)
        began_at = perf_counter()
        answers = asyncio.run(_sign_in(url, addresses, per_second=per_second, seconds=seconds))
        took = perf_counter() - began_at
        print(f"\n{per_second} a second for {seconds} s from {addresses} addresses, all answered after {took:.0f} s")
        for line in (*_statuses(answers), *_more_memory(before, _memory(settings))):
            print(line)


async def _sign_in(url: str, addresses: int, *, per_second: int, seconds: int) -> list[Answer]:
    async with AsyncExitStack() as stack, asyncio.TaskGroup() as group:
        clients = [await stack.enter_async_context(_client(number)) for number in range(addresses)]
        began_at = perf_counter()
        requests = []
        for number, client in enumerate(islice(cycle(clients), per_second * seconds)):
            await asyncio.sleep(max(began_at + number / per_second - perf_counter(), 0))
            requests.append(group.create_task(_request(client, url, number)))
        return [await request for request in requests]


def _client(number: int) -> httpx.AsyncClient:
    """Return a client with a loopback address of its own."""
    transport = httpx.AsyncHTTPTransport(local_address=f"127.1.0.{number + 1}", limits=NO_LIMITS)
    return httpx.AsyncClient(transport=transport, timeout=ANSWERED_WITHIN_SECONDS)


async def _request(client: httpx.AsyncClient, url: str, number: int) -> Answer:
    began_at = perf_counter()
    says_when = False
    try:
        answer = await client.post(url, json={"email": f"nobody-{number}@example.com", "password": "a wrong password"})
        outcome, says_when = str(answer.status_code), "Retry-After" in answer.headers
    except httpx.TimeoutException:
        outcome = "time-out"
    return Answer(outcome=outcome, seconds=perf_counter() - began_at, says_when=says_when)


def _statuses(answers: Sequence[Answer]) -> Iterator[str]:
    by_outcome = defaultdict(list)
    for answer in answers:
        by_outcome[answer.outcome].append(answer.seconds)
    for outcome, times in sorted(by_outcome.items()):
        median, slowest = sorted(times)[len(times) // 2], max(times)
        yield f"{outcome:>8}  {len(times):>5} times, median {median:6.3f} s, slowest {slowest:6.3f} s"
    silent = sum(answer.outcome == "429" and not answer.says_when for answer in answers)
    yield f"{silent} times 429 without Retry-After"


def _memory(settings: LocalSettings) -> dict[str, int]:
    """Return the memory of each program with its descendants, in MiB."""
    running = Supervisor(settings.place).processes()
    return {process.name: memory_mib(process.pid) or 0 for process in running if process.pid}


def _more_memory(before: Mapping[str, int], after: Mapping[str, int]) -> Iterator[str]:
    for name in sorted(before.keys() | after.keys()):
        yield f"{name:>16}  {before.get(name, 0):>5} MiB, then {after.get(name, 0):>5} MiB"


if __name__ == "__main__":
    main(sys.argv[1:])
