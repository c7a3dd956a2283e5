"""Tables on the command line. None cuts a value, because a part of an identifier is of no use."""

from collections.abc import Iterator

from rich.console import Console, ConsoleOptions, RenderResult
from rich.measure import Measurement
from rich.segment import Segment
from rich.table import Table

NARROWEST_TEXT = 24
"""Columns of the terminal below which text is not folded: it would become a column of single words."""

UNLIMITED = 100_000


class WholeTable(Table):
    """A table in which every cell is complete: a row is one line, which a narrow terminal wraps.

    With `text_last` the last column holds sentences. On a terminal that is too narrow these are folded beside the other
    columns. Into a file or a pipe they are not, so that a row stays one line for other programs.
    """

    def __init__(self, *headers: str, text_last: bool = False) -> None:
        super().__init__(*headers, box=None)
        self.caption_justify = "left"
        self._text_last = text_last

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Render as wide as the cells need, whatever the console's width is, without blanks at the ends of lines."""
        for column in self.columns:
            column.no_wrap = column is not self.columns[-1] or not self._text_last
        wide = options.update(width=self._width(console, options), no_wrap=False, overflow="fold")
        for line in Segment.split_lines(self._segments(console, wide)):
            yield from _without_end_blanks(line)
            yield Segment.line()

    def _segments(self, console: Console, options: ConsoleOptions) -> Iterator[Segment]:
        for part in super().__rich_console__(console, options):
            if isinstance(part, Segment):
                yield part
            else:
                yield from console.render(part, options)

    def _width(self, console: Console, options: ConsoleOptions) -> int:
        unlimited = options.update(width=UNLIMITED)
        needed = Measurement.get(console, unlimited, self).maximum
        if not (self._text_last and console.is_terminal and needed > console.width):
            return needed
        text = self.columns[-1]
        text_width = max(Measurement.get(console, unlimited, cell).maximum for cell in text.cells)
        return console.width if console.width - (needed - text_width) >= NARROWEST_TEXT else needed


def _without_end_blanks(line: list[Segment]) -> list[Segment]:
    """Return the line without them: blanks up to the longest cell would fill lines of a narrow terminal."""
    while line and not line[-1].text.rstrip():
        line.pop()
    return [*line[:-1], Segment(line[-1].text.rstrip(), line[-1].style)] if line else []
