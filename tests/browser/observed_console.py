"""`python -m tests.browser.observed_console`: the console as `python -m console` runs it, whose pages are observed."""

import sys

from esteira.core.settings import ConsoleSettings, read

from console.server import serve
from console.wiring import application
from tests.integration.console.observed_pages import observe_pages


def main(port: int) -> None:
    """Serve until stopped."""
    app = application(read(ConsoleSettings))
    observe_pages()
    serve(app, host="127.0.0.1", port=port)


if __name__ == "__main__":
    main(int(sys.argv[1]))
