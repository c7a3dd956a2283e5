"""The picture of the section `end-to-end`: a bar for each contender, as SVG."""

from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

LABEL_WIDTH, BAR_WIDTH, VALUE_WIDTH = 300, 400, 100
ROW_HEIGHT, BAR_HEIGHT, TOP = 26, 16, 40
OURS, THEIRS = "#2563eb", "#9ca3af"


def picture(contenders: Sequence[dict[str, Any]]) -> str:
    """Return an SVG with orders per second, the longest bar for the fastest. Readable on a light and a dark page."""
    fastest = max(each["per_second"] for each in contenders)
    rows = [_row(number, each, fastest) for number, each in enumerate(contenders)]
    width, height = LABEL_WIDTH + BAR_WIDTH + VALUE_WIDTH, TOP + ROW_HEIGHT * len(rows) + 10
    title = f"Orders per second, first publish to last row, {contenders[0]['orders']:,} orders"
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img"'
            ' font-family="sans-serif" font-size="13" fill="#111827">',
            f"<title>{escape(title)}</title>",
            f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
            f'<text x="10" y="24" font-size="15" font-weight="bold">{escape(title)}</text>',
            *rows,
            "</svg>\n",
        )
    )


def _row(number: int, contender: dict[str, Any], fastest: float) -> str:
    top, length = TOP + ROW_HEIGHT * number, BAR_WIDTH * contender["per_second"] / fastest
    colour = OURS if contender["name"].startswith("Esteira") else THEIRS
    middle = top + BAR_HEIGHT - 3
    return (
        f'<text x="{LABEL_WIDTH - 10}" y="{middle}" text-anchor="end">{escape(contender["name"])}</text>'
        f'<rect x="{LABEL_WIDTH}" y="{top}" width="{length:.1f}" height="{BAR_HEIGHT}" fill="{colour}"/>'
        f'<text x="{LABEL_WIDTH + length + 6:.1f}" y="{middle}">{contender["per_second"]:,.0f}</text>'
    )
