"""Covering marks on a drawn page: which words go, where the bands lie, and what a hole still betrays."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median

import numpy as np
from PIL import Image as Pillow

from muniment.model import Word
from muniment.preserve.words import stretches_of
from muniment.redact.bands import Band, Grey, Sheet, bands, fill, outline, sheet_of
from muniment.redact.lines import Placed, Row, column, extended, placed, rows_of, touched
from muniment.redact.marks import Box, Cover, Extent, Mode, PageSource, Part, ShownWord, Withheld

FILL = 112
"""The grey of what is withheld: plain to see on white and in print, and no flood of ink where a band is high."""

SNAP = 8
"""Pixels to which regions drawn by hand are widened: a millimetre at 200 dpi."""

STEP_HEIGHTS = 4
"""Width of a step of mode ``GRID`` in heights of the page's lines: some eight letters."""

_HIDDEN_SHARE = 0.35
"""Share of a word's height that may lie below a band while the word counts as seen: boxes are higher than letters."""

_AROUND = 2.0
"""Heights above and below a covered word that have no say in how bright the paper and how askew the page is."""

_FAINT = 40
"""Levels of grey that a word must differ from its paper by to be seen."""

_INFLATED = 0.15
"""Share of its height by which the box of a recognised word may be too small for its ink."""

_LONGEST_WORD = 40
"""Letters up to which pieces of a word are put together: scripts without spaces would make a line one word."""

FLOWS_ON = (
    "Text goes on below a withheld line: if it was broken anew for the name, where its lines end may tell the name's "
    "length. Withhold it to the end of the paragraph if that matters."
)
STAYS_PUT = "In mode grid the words beside a hole stay where they are: whoever has a list of names can tell which fit."

_CORE = 0.25
"""Share of a word's height, above and below, that need not lie below a band: boxes are higher than letters."""

ASKEW = "A word that stands out of its line is covered by a box of its own, whose size tells something of the word's."

WHOLE_PAGE: Box = (0.0, 0.0, 1.0, 1.0)


@dataclass(frozen=True, slots=True)
class Burnt:
    """A covered page: its pixels, which of its words nobody can see any more, and what was withheld where."""

    pixels: Grey
    hidden: frozenset[int]
    withheld: tuple[Withheld, ...]
    notes: tuple[str, ...] = ()


def burn_drawn(pixels: Grey, source: PageSource, mode: Mode = Mode.LINE) -> Burnt:
    """Cover what ``source.covers`` ask for in ``pixels`` (rows, columns, perhaps three colours), which are not changed.

    What cannot be placed on the page closes all of it.
    """
    if not source.covers:
        return Burnt(pixels, frozenset(), ())
    plans = [_plan(source.words, cover) for cover in source.covers]
    if any(plan is None for plan in plans):
        return _all_covered(pixels, source)
    out = pixels.copy()
    covered = {index: cover for cover, plan in zip(source.covers, plans, strict=True) for index in plan or ()}
    page = _Page(out, source, covered)
    found = page.words_covered(mode) if covered else []
    found += page.left_over()
    found += [page.region(box, cover.reason) for cover in source.covers for box in cover.boxes]
    notes = (*page.notes, STAYS_PUT) if mode is Mode.GRID and covered else page.notes
    return Burnt(out, frozenset(page.hidden), tuple(found), tuple(dict.fromkeys(notes)))


def _plan(words: Sequence[Word], cover: Cover) -> set[int] | None:
    """The words that a cover touches; None if the whole page must go."""
    if cover.extent is Extent.PAGE or cover.rows or cover.columns:
        return None
    return touched(words, cover)


def _all_covered(pixels: Grey, source: PageSource) -> Burnt:
    reason = _reasons(source.covers)
    return Burnt(np.full_like(pixels, FILL), frozenset(range(len(source.words))), (Withheld(reason, WHOLE_PAGE),))


def _reasons(covers: Iterable[Cover]) -> str:
    return "; ".join(dict.fromkeys(cover.reason for cover in covers if cover.reason))


class _Page:
    """One page while it is covered; what it draws on is its own copy of the pixels."""

    def __init__(self, out: Grey, source: PageSource, covered: dict[int, Cover]) -> None:
        self._out = out
        self._covered = covered
        self._words = source.words
        self._high, self._wide = out.shape[:2]
        self.hidden: set[int] = set()
        self.notes: list[str] = []
        self._sheet = sheet_of(luminance(out), list(self._avoided())) if covered else None

    def _avoided(self) -> Iterator[tuple[float, float]]:
        for index in self._covered:
            _, top, _, bottom = self._words[index].box
            around = _AROUND * (bottom - top)
            yield (top - around) * self._high, (bottom + around) * self._high

    def words_covered(self, mode: Mode) -> list[Withheld]:
        """Cover words, in the lines they stand in."""
        assert self._sheet is not None
        words = placed(self._words, (self._wide, self._high), self._sheet.slope)
        rows = rows_of(words)
        found = []
        for band, taken in bands(self._sheet, rows, self._columns(rows, mode)):
            here = [word for number in taken for word in rows[number].words if word.index in self._covered]
            reason = _reasons(self._covered[word.index] for word in here)
            pieces = [band] if mode is Mode.LINE else list(self._holes(band, here, rows))
            found += [self._filled(piece, words, self._sheet, reason) for piece in pieces]
        return found

    def _columns(self, rows: list[Row], mode: Mode) -> dict[int, tuple[float, float]]:
        """The covered rows, by their numbers, and the edges of the column that each is covered across."""
        open_rows = [row for row in rows if not any(word.index in self._covered for word in row.words)]
        found: dict[int, tuple[float, float]] = {}
        for number, row in enumerate(rows):
            here = [word for word in row.words if word.index in self._covered]
            if not here:
                continue
            edges = (0.0, float(self._wide)) if mode is Mode.GRID else column(open_rows, here, self._wide)
            wanted = {self._covered[word.index].extent for word in here}
            extent = Extent.PARAGRAPH if Extent.PARAGRAPH in wanted and mode is Mode.LINE else Extent.LINE
            goes_on = len(self._in_column(rows, number, edges, Extent.PARAGRAPH)) > 1
            if goes_on and mode is Mode.LINE and extent is Extent.LINE:
                self.notes.append(FLOWS_ON)
            for one in self._in_column(rows, number, edges, extent):
                found[one] = _wider(found.get(one), edges)
        return found

    def _in_column(self, rows: list[Row], number: int, edges: tuple[float, float], extent: Extent) -> list[int]:
        numbers = [at for at, row in enumerate(rows) if row.within(*edges) is not None]
        if number not in numbers:
            return [number]
        pieces = [piece for at in numbers if (piece := rows[at].within(*edges)) is not None]
        return [numbers[at] for at in extended(pieces, {numbers.index(number)}, extent)]

    def _holes(self, band: Band, covered: list[Placed], rows: list[Row]) -> Iterator[Band]:
        """Boxes over the words only, both ends on the steps of the grid."""
        step = max(SNAP, round(STEP_HEIGHTS * median(row.height for row in rows) / SNAP) * SNAP)
        for word in covered:
            slack = _INFLATED * word.height
            left = int((word.left - slack) // step) * step
            right = (int((word.right + slack) // step) + 1) * step
            yield replace(band, left=max(0, left), right=min(self._wide, right))

    def _filled(self, band: Band, words: list[Placed], sheet: Sheet, reason: str) -> Withheld:
        fill(self._out, sheet, band, FILL)
        self.hidden |= {word.index for word in words if _is_below(word, band)} | set(self._covered)
        return Withheld(reason, outline(band, sheet))

    def left_over(self) -> list[Withheld]:
        """Cover, by their boxes, words that no band has covered: initials over several lines, lines far askew."""
        found = []
        for index, cover in self._covered.items():
            left, top, right, bottom = self._words[index].box
            inset = _CORE * (bottom - top)
            rows = slice(round((top + inset) * self._high), round((bottom - inset) * self._high))
            core = self._out[rows, round(left * self._wide) : round(right * self._wide)]
            if not bool((core == FILL).all()):
                self.notes.append(ASKEW)
                found.append(self.region(self._words[index].box, cover.reason))
        return found

    def region(self, box: Box, reason: str) -> Withheld:
        """Cover a region drawn by hand, widened to whole steps."""
        left, right = _snapped(box[0], box[2], self._wide)
        top, bottom = _snapped(box[1], box[3], self._high)
        self._out[top:bottom, left:right] = FILL
        wide, high = self._wide, self._high
        snapped = left / wide, top / high, right / wide, bottom / high
        self.hidden |= {index for index, word in enumerate(self._words) if _overlaps(word.box, snapped)}
        return Withheld(reason, snapped)


def luminance(pixels: Grey) -> Grey:
    """Grey values of a picture, which may be in colour."""
    if pixels.ndim == 2:  # noqa: PLR2004 - rows and columns
        return pixels
    return np.asarray(Pillow.fromarray(pixels).convert("L"))


def _wider(known: tuple[float, float] | None, edges: tuple[float, float]) -> tuple[float, float]:
    return edges if known is None else (min(known[0], edges[0]), max(known[1], edges[1]))


def _snapped(low: float, high: float, size: int) -> tuple[int, int]:
    first = int(max(0.0, min(low, high)) * size) // SNAP * SNAP
    last = -(-int(np.ceil(min(1.0, max(low, high)) * size)) // SNAP) * SNAP
    return min(first, size), min(last, size)


def _is_below(word: Placed, band: Band) -> bool:
    share = min(word.bottom, band.bottom) - max(word.top, band.top)
    return share > _HIDDEN_SHARE * word.height and word.left < band.right and word.right > band.left


def _overlaps(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def joined(sources: Sequence[PageSource]) -> PageSource:
    """Several readings of one page, printed and recognised, as one: what covers a word of one covers the picture."""
    if len(sources) == 1:
        return sources[0]
    text, words, covers = "", [], []
    for source in sources:
        shift = len(text)
        text += f"{source.text}\n"
        words += [replace(word, start=word.start + shift, end=word.end + shift) for word in source.words]
        for cover in source.covers:
            spans = tuple((start + shift, end + shift) for start, end in cover.spans)
            covers.append(replace(cover, spans=spans))
    first = sources[0]
    return replace(first, text=text, words=tuple(words), covers=tuple(covers))


def hidden_of_each(sources: Sequence[PageSource], hidden: frozenset[int]) -> list[frozenset[int]]:
    """The hidden words of ``joined`` sources, counted in each source's own words."""
    found, at = [], 0
    for source in sources:
        end = at + len(source.words)
        found.append(frozenset(index - at for index in hidden if at <= index < end))
        at = end
    return found


def parts_of(source: PageSource, hidden: frozenset[int], *, is_covered: bool | None = None) -> tuple[Part, ...]:
    """The stretches of a drawn page's raw text; open are those of which every letter can still be seen.

    A letter that stands in no word with a place is not known to be seen, so a covered page closes its stretch.
    ``is_covered`` says whether anything is covered on the page, if that is not told by the source's own covers.
    """
    is_covered = bool(source.covers) if is_covered is None else is_covered
    seen = np.full(len(source.text) + 1, not is_covered, np.bool_)
    for index, word in enumerate(source.words):
        if is_covered and index not in hidden:
            seen[word.start : word.end] = True
    for cover in source.covers:
        for start, end in cover.spans:
            seen[start:end] = False
    for index in hidden:
        word = source.words[index]
        seen[word.start : word.end] = False
    parts, at = [], 0
    for number, text in enumerate(stretches_of(source.text)):
        is_open = all(seen[at + offset] or char.isspace() for offset, char in enumerate(text))
        parts.append(Part(number, at, at + len(text), text if is_open else "", is_open))
        at += len(text)
    return tuple(parts)


def shown_words(
    pixels: Grey, text: str, words: Sequence[Word], hidden: frozenset[int] = frozenset()
) -> tuple[ShownWord, ...]:
    """The words that can be seen in ``pixels``: not the hidden ones, nor those that leave no trace in the picture."""
    grey = luminance(pixels)
    high, wide = grey.shape
    found: list[Word] = []
    for index, word in enumerate(words):
        left, top, right, bottom = word.box
        rows = slice(int(top * high), int(np.ceil(bottom * high)))
        spot = grey[rows, int(left * wide) : int(np.ceil(right * wide))]
        if index not in hidden and spot.size and int(spot.max()) - int(spot.min()) >= _FAINT:
            if found and _goes_on(found[-1], word):
                first = found.pop()
                word = replace(word, start=first.start, box=_around(first.box, word.box))  # noqa: PLW2901 - the two are one
            found.append(word)
    return tuple(ShownWord(text[word.start : word.end], word.box) for word in found)


def _goes_on(first: Word, second: Word) -> bool:
    """Whether two words are one to the eye: a word and the comma behind it."""
    height = first.box[3] - first.box[1]
    level = abs(first.box[1] - second.box[1]) < height / 4 and abs(first.box[3] - second.box[3]) < height / 4
    return first.end == second.start and level and second.end - first.start <= _LONGEST_WORD


def _around(one: Box, other: Box) -> Box:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])
