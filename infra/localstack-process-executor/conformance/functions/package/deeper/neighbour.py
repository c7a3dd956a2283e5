"""What the handler imports, and a handler further down."""

NAME = "neighbour"


def handle(_event: object, _context: object) -> str:
    return __name__
