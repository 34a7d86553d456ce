"""Putting together running text from markup, and pages from running text, piece by piece."""

import re
from collections.abc import Iterator

from muniment.limits import Limits
from muniment.read.parts import parts
from muniment.read.reader import PageFound, Refused

_BLANKS = re.compile(r"[ \t\r\n\f]+")
"""What markup counts as blank: no-break and ideographic spaces are characters of the text."""

_LINE, _PARAGRAPH = 1, 2
_KEEP = 200_000
"""Characters held before pages are cut off: long enough that the rest carried over costs nothing."""


class Flow:
    """Text as a reader of the page would see it: blanks drawn together, blocks on lines, cells between tabs."""

    def __init__(self) -> None:
        self._out: list[str] = []
        self._break = 0
        self._tabs = 0
        self._at_start = True
        self._at_cell_start = False
        self._ends_blank = True

    def words(self, text: str) -> None:
        """Running text; its blanks are drawn together."""
        drawn = _BLANKS.sub(" ", text)
        if self._ends_blank or self._break or self._tabs:
            drawn = drawn.lstrip(" ")
        if drawn:
            self._write(drawn)

    def verbatim(self, text: str) -> None:
        """Text whose blanks and line ends stand as they are."""
        if text:
            self._write(text)

    def line(self) -> None:
        """What follows begins on a line of its own."""
        if not self._at_cell_start:
            self._break = max(self._break, _LINE)

    def paragraph(self) -> None:
        """What follows begins after an empty line."""
        if not self._at_cell_start:
            self._break = _PARAGRAPH

    def row(self) -> None:
        """A row of a table begins or ends."""
        self._tabs = 0
        self._at_cell_start = False
        self.line()

    def cell(self, *, first: bool) -> None:
        """A cell begins: it stays on the line of its row, whatever blocks the cell before held."""
        if not first:
            self._break = 0
            self._tabs += 1
        self._at_cell_start = True

    def take(self) -> str:
        """All that is settled so far; it is not given again."""
        text = "".join(self._out)
        self._out.clear()
        return text

    def _write(self, text: str) -> None:
        if self._break and not self._at_start:
            self._out.append("\n" * self._break)
        self._out.append("\t" * self._tabs)
        self._out.append(text)
        self._break = self._tabs = 0
        self._at_start = self._at_cell_start = False
        self._ends_blank = text[-1] in " \n"


class Pager:
    """Cuts a stream of text into numbered pages, within the limits of the reading."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._held = ""
        self._number = 0
        self._chars = 0

    def add(self, text: str) -> Iterator[PageFound]:
        """The pages that are complete now that ``text`` has come. Raises ``Refused`` at the limit."""
        self._held += text
        if len(self._held) >= _KEEP:
            *whole, self._held = parts(self._held)
            for part in whole:
                yield from self._page(part)

    def end(self) -> Iterator[PageFound]:
        """The last pages."""
        held, self._held = self._held, ""
        for part in parts(held):
            yield from self._page(part)

    def _page(self, text: str) -> Iterator[PageFound]:
        if not text.strip():
            return
        self._number += 1
        self._chars += len(text)
        if self._number > self._limits.pages or self._chars > self._limits.document_chars:
            raise Refused(f"only the first {self._number - 1:,} pages were taken: the text is longer than the limit")
        yield PageFound(self._number, text)
