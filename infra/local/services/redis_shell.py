"""A minimal `redis-cli` for machines without it: sends one command from the arguments and prints the raw answer."""

import os
import sys
from collections.abc import Iterator
from typing import Any

import redis


def main(arguments: list[str]) -> int:
    """Sends the command to $REDIS_URL and prints the answer. Exit code 1 for an error, 2 for a wrong command line."""
    if not arguments or arguments[0].startswith("-"):
        sys.stderr.write("usage: redis-cli COMMAND [ARGUMENT]... (the full redis-cli is not installed)\n")
        return 2
    client = redis.Redis.from_url(os.environ["REDIS_URL"], decode_responses=True)
    connection: Any = client.connection_pool.get_connection()
    try:
        connection.send_command(*arguments)
        sys.stdout.writelines(f"{line}\n" for line in _lines(connection.read_response()))
    except redis.RedisError as error:
        sys.stderr.write(f"(error) {error}\n")
        return 1
    finally:
        connection.disconnect()
    return 0


def _lines(answer: Any) -> Iterator[str]:
    if isinstance(answer, (list, tuple, set)):
        for each in answer:
            yield from _lines(each)
    elif isinstance(answer, dict):
        yield from _lines([part for pair in answer.items() for part in pair])
    else:
        yield "" if answer is None else str(answer)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
