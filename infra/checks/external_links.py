"""Asks every other site that a document links to: `python -m infra.checks.external_links`. Not part of `make check`."""

import sys
from concurrent.futures import ThreadPoolExecutor

import httpx

from infra.checks.markdown import external_links
from infra.checks.readme import documents

PATIENCE_SECONDS = 20
AT_ONCE = 8


def trouble(client: httpx.Client, address: str) -> str | None:
    """What is wrong with an address, or nothing."""
    try:
        answer = client.get(address)
    except httpx.HTTPError as error:
        return f"{address}: {type(error).__name__}: {error}"
    return None if answer.is_success else f"{address}: {answer.status_code}"


def main() -> None:
    """End with an error for each address that does not answer."""
    addresses = sorted({link for path in documents() for link in external_links(path.read_text(encoding="utf-8"))})
    with httpx.Client(follow_redirects=True, timeout=PATIENCE_SECONDS) as client, ThreadPoolExecutor(AT_ONCE) as pool:
        found = [sentence for sentence in pool.map(lambda address: trouble(client, address), addresses) if sentence]
    sys.stdout.write(f"{len(addresses)} addresses, {len(found)} without an answer\n")
    if found:
        sys.exit("\n".join(found))


if __name__ == "__main__":
    main()
