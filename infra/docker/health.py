"""Health checks of the containers in docker-compose.yml: `python -m infra.docker.health QUESTION`.

`plan`, `workers`, `recovery` and `jobs` are the questions of `bridge.health`, for containers whose settings are in a
file; `rounds` are those of relay and restorer. The exit code is 1 if unhealthy, and an error where Redis is away.
"""

import sys
import time

from esteira.core.clock import utc_now
from esteira.core.redis import redis_client
from pydantic import SecretStr

from bridge.health import is_well
from infra.docker.rounds import is_recent
from infra.local.environment import Environment
from infra.local.settings import LocalSettings


def main(question: str) -> int:
    """The exit code."""
    if question == "rounds":
        return 0 if is_recent(time.time()) else 1
    environment = Environment.read(LocalSettings.from_environment().place)
    return 0 if is_well(question, redis_client(SecretStr(environment.redis_url)), utc_now()) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
