"""The letters of a page with their places, and the words that they make."""

import ctypes
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import pypdfium2.raw as pdfium_c  # type: ignore[import-untyped] # the library has no type marker
import regex

from muniment.redact.leaks.canvas import Box, Canvas, Item, overlap, union

STANDS_ALONE = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}\p{Tibetan}]")
"""Letters of scripts that put no spaces between words: each counts as a word."""

_LINE_END_HYPHEN = "\x02"
_SAME_LINE = 0.4
"""Share of its height by which a letter overlaps the one before it on the same line."""

_CELL = 12.0
"""Points of the grid by which words are found."""

_MOST_CELLS = 60
"""Cells across a word: more is a page's whole width and height in one."""

_WIDE_GAP = 1.5
"""Gap between two letters, in heights of a letter, that parts words though no space was stored."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """One visible or invisible letter. ``box`` surrounds its ink, ``loose`` its whole place in the line; in points."""

    index: int
    char: str
    box: Box
    loose: Box
    item: Item | None
    after_space: bool


@dataclass(frozen=True, slots=True)
class PageWord:
    """Letters of one object that stand together, in the order in which the file has them.

    ``box`` surrounds their ink, ``place`` their places in the line; in points.
    """

    glyphs: tuple[Glyph, ...]
    text: str
    box: Box
    place: Box

    @property
    def item(self) -> Item | None:
        """The object that it is part of."""
        return self.glyphs[0].item


def word_of(glyphs: Sequence[Glyph]) -> PageWord:
    """The word that these letters make; there is at least one."""
    text = "".join(glyph.char for glyph in glyphs)
    return PageWord(
        tuple(glyphs), text, union([glyph.box for glyph in glyphs]), union([glyph.loose for glyph in glyphs])
    )


def joined(words: Iterable[PageWord]) -> str:
    """The words with blanks where the file has them."""
    return "".join((" " if at and word.glyphs[0].after_space else "") + word.text for at, word in enumerate(words))


class WordGrid:
    """Finds words near a place without looking at all of them."""

    def __init__(self, words: Iterable[PageWord]) -> None:
        self._cells: dict[tuple[int, int], list[PageWord]] = defaultdict(list)
        for word in words:
            for cell in cells_of(word.box):
                self._cells[cell].append(word)

    def touching(self, box: Box) -> list[PageWord]:
        """The words whose ink touches ``box``, each once, in the order of the file."""
        near = {id(word): word for cell in cells_of(box) for word in self._cells.get(cell, ())}
        return [word for word in near.values() if overlap(box, word.box) > 0]


def cells_of(box: Box) -> Iterator[tuple[int, int]]:
    """The cells of a grid that a box touches; none for a box too large to be a word's."""
    left, top, right, bottom = (int(side // _CELL) for side in box)
    if right - left <= _MOST_CELLS and bottom - top <= _MOST_CELLS:
        yield from ((x, y) for x in range(left, right + 1) for y in range(top, bottom + 1))


_FLAT_SHARE = 0.02
"""Of a line's height; below the thinnest dash of any font, which has about four in a hundred."""


def glyphs_of(canvas: Canvas) -> list[Glyph]:
    """The letters of the page in the order in which the file has them."""
    found = []
    after_space = True
    for index in range(canvas.textpage.count_chars()):
        char = _char(canvas, index)
        if char.isspace() or char in {"\0", _LINE_END_HYPHEN}:
            after_space = True
            continue
        box, loose = _boxes(canvas, index)
        found.append(Glyph(index, char, box, loose, canvas.item_of_character(index), after_space))
        after_space = False
    return found


def _char(canvas: Canvas, index: int) -> str:
    code = pdfium_c.FPDFText_GetUnicode(canvas.textpage, index)
    return chr(code) if 0 < code <= sys.maxunicode and not 0xD800 <= code <= 0xDFFF else "\ufffd"  # noqa: PLR2004 - surrogates


def _boxes(canvas: Canvas, index: int) -> tuple[Box, Box]:
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    rectangle = pdfium_c.FS_RECTF()
    box = loose = (0.0, 0.0, 0.0, 0.0)
    if pdfium_c.FPDFText_GetCharBox(canvas.textpage, index, left, right, bottom, top):
        box = loose = canvas.shown(left.value, bottom.value, right.value, top.value)
    if pdfium_c.FPDFText_GetLooseCharBox(canvas.textpage, index, rectangle):
        loose = canvas.shown(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)
    return (loose if _has_no_shape(box, loose) else box), loose


def _has_no_shape(box: Box, loose: Box) -> bool:
    """Whether the font has no such letter, as those laid under scans have not: its ink is a line without thickness."""
    return box[3] - box[1] < _FLAT_SHARE * (loose[3] - loose[1])


def words_of(glyphs: list[Glyph]) -> list[PageWord]:
    """The words in the order in which the file has them."""
    return [word_of(group) for group in _groups(glyphs)]


def _groups(glyphs: list[Glyph]) -> Iterator[list[Glyph]]:
    group: list[Glyph] = []
    for glyph in glyphs:
        if group and not _belongs(group[-1], glyph):
            yield group
            group = []
        group.append(glyph)
    if group:
        yield group


def _belongs(before: Glyph, after: Glyph) -> bool:
    if after.after_space or STANDS_ALONE.match(before.char) or STANDS_ALONE.match(after.char):
        return False
    return before.item == after.item and are_on_one_line(before.loose, after.loose)


def are_on_one_line(one: Box, other: Box) -> bool:
    """Whether two boxes stand beside each other, near enough to be read together."""
    height = max(min(one[3] - one[1], other[3] - other[1]), 1e-6)
    down = min(one[3], other[3]) - max(one[1], other[1])
    across = max(one[0], other[0]) - min(one[2], other[2])
    if down >= _SAME_LINE * height:
        return across < _WIDE_GAP * height
    width = max(min(one[2] - one[0], other[2] - other[0]), 1e-6)  # lines that run up or down the page
    return -across >= _SAME_LINE * width and -down < _WIDE_GAP * width


def is_letter(char: str) -> bool:
    """Whether a character counts as a letter or digit; so do those of which the font does not tell what they are."""
    return char.isalnum() or unicodedata.category(char) == "Co" or char == "\ufffd"


def letters_in(text: str) -> int:
    """How many letters and digits ``text`` has."""
    return sum(map(is_letter, text))
