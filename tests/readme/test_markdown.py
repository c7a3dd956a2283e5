"""Commands, routes and files are found in Markdown."""

from textwrap import dedent

from infra.checks.markdown import Route, commands, files, inline_commands, routes


def test_every_command_in_a_shell_block_is_found_with_its_arguments() -> None:
    text = dedent("""
        ```sh
        make run ORDERS=5
        # make nothing
        uv run esteira verify --rows | head
        eval "$(esteira env)" && esteira history \\
            source1:7
        ```
    """)

    assert commands(text, "make") == [["run", "ORDERS=5"]]
    assert commands(text, "esteira") == [["verify", "--rows"], ["env"], ["history", "source1:7"]]


def test_only_prompted_lines_of_a_transcript_are_commands() -> None:
    text = dedent("""
        ```console
        $ esteira status
        esteira is up
        ```
    """)

    assert commands(text, "esteira") == [["status"]]


def test_inline_code_is_found_separately_from_blocks() -> None:
    text = "Say `esteira redrive --all`, then `make stop`.\n\n```sh\nesteira up\n```\n"

    assert inline_commands(text, "esteira") == [["redrive", "--all"]]


def test_routes_are_found_in_sentences_and_in_calls() -> None:
    text = dedent("""
        `GET /sources/{source}` says where it stands.

        ```sh
        curl -X POST "$API_URL/sources/source1/publish" -H "Authorization: Bearer $TOKEN"
        curl --json '{"count": 5}' "${API_URL}/sources/source1/orders?x=1"
        ```
    """)

    assert routes(text) == [
        Route(method="GET", path="/sources/{source}"),
        Route(method="POST", path="/sources/source1/publish"),
        Route(method="POST", path="/sources/source1/orders"),
    ]


def test_links_to_files_are_found_without_links_to_sites() -> None:
    text = "[design](docs/architecture.md#states), ![flow](docs/flow.svg), [SQS](https://example.org/sqs)"

    assert files(text) == ["docs/architecture.md", "docs/flow.svg"]
