"""A page of a document as it is laid out: its words in lines, what is withheld among them, and where quotes stand.

``publish.check_pages`` tells what marks the words so that they can be checked against their proof.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from muniment.publish.manifest import PublicationError
from muniment.publish.proof import ShownStretch, kept_back_between
from muniment.publish.site.outgoing import Wanted
from muniment.publish.site.values import GivenPage
from muniment.redact.marks import Form, Part, PublishedPage


@dataclass(frozen=True, slots=True)
class Run:
    """Characters that stand together: in a quote or not. ``begins`` are the names of quotes that begin with them."""

    text: str
    is_quoted: bool = False
    begins: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of words by its number on the page; with a gap, ``after`` stands behind it."""

    number: int
    before: tuple[Run, ...]
    after: tuple[Run, ...] = ()
    gap: bool = False


Line = tuple[Stretch | None, ...]
"""Stretches of one line; None stands for what is withheld."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a sheet: its cells, each with the white space behind it, under the number of its stretch.

    Where the cells are not one stretch, ``line`` has the stretches instead.
    """

    number: int
    cells: tuple[str, ...] = ()
    line: Line = ()


@dataclass(frozen=True, slots=True)
class Laid:
    """A page, laid out: ``lines`` of a text or of a drawn page, ``rows`` of a sheet, or ``unproved`` cells.

    The last are there where the proof has no words: a column was withheld, and with it every line in one piece.
    """

    lines: tuple[Line, ...] = ()
    rows: tuple[Row, ...] = ()
    unproved: tuple[tuple[str | None, ...], ...] = ()


def laid(given: GivenPage, wanted: Sequence[Wanted]) -> Laid:
    """The words of a page. Raises ``PublicationError`` where its proof would show what the page does not."""
    _refuse_what_is_covered(given)
    page = given.page
    has_cells = any(cell and cell.strip() for block in page.blocks for cell in block if cell is not None)
    if page.form is Form.SHEET and not given.shown and has_cells:
        return Laid(unproved=page.blocks)
    lines = tuple(_lines(given, _Marking(page.parts, wanted)))
    if page.form is Form.SHEET:
        return Laid(rows=tuple(map(_row, lines)))
    return Laid(lines=lines)


def quotes_on(given: GivenPage, wanted: Sequence[Wanted]) -> Mapping[str, str]:
    """The words of those quotes that can be shown, by name: all of their words are on the page for everybody to see."""
    if given.proof is not None:
        return {one.name: given.proof.quotes[one.name] for one in wanted if one.name in given.proof.quotes}
    words = ((one, _open_words(given.page.parts, one)) for one in wanted)
    return {one.name: text for one, text in words if text == one.exact}


def _open_words(parts: Sequence[Part], one: Wanted) -> str:
    """The words of a span; "" if any stretch that it touches is closed."""
    touched = [part for part in parts if part.start < one.end and one.start < part.end]
    if not touched or not all(part.is_open for part in touched):
        return ""
    start = touched[0].start
    return "".join(part.text for part in touched)[one.start - start : one.end - start]


def _refuse_what_is_covered(given: GivenPage) -> None:
    """A proof made with other marks than the page must not bring back what was taken out of it."""
    is_open = {part.number: part.text for part in given.page.parts if part.is_open}
    seen = _seen(given.page) if any(one.gap for one in given.shown) else ""
    for one in given.shown:
        is_seen = _joined(one.before) in seen and _joined(one.after) in seen if one.gap else False
        if not is_seen and is_open.get(one.number) != one.before + one.after:
            raise PublicationError(
                f"The proof of page {given.page.number} shows words that the page does not.",
                "Make both of the same marks; nothing is published until they agree.",
            )


def _seen(page: PublishedPage) -> str:
    """All letters that the page shows, without the white space between them."""
    if page.form is Form.DRAWN:
        return _joined("".join(word.text for word in page.words))
    return _joined("".join(cell for block in page.blocks for cell in block if cell is not None))


def _joined(text: str) -> str:
    return "".join(text.split())


class _Marking:
    """Cuts open stretches where quotes begin and end."""

    def __init__(self, parts: Iterable[Part], wanted: Sequence[Wanted]) -> None:
        self._starts = {part.number: part.start for part in parts if part.is_open}
        self._wanted = wanted

    def stretch(self, one: ShownStretch) -> Stretch:
        start = self._starts.get(one.number)
        if one.gap or start is None:  # where a quote stands behind a gap, its place is not told
            return Stretch(one.number, (Run(one.before),), (Run(one.after),), gap=one.gap)
        return Stretch(one.number, tuple(self._runs(one.before, start)))

    def _runs(self, text: str, start: int) -> Iterator[Run]:
        end = start + len(text)
        here = [one for one in self._wanted if one.start < end and start < one.end]
        cuts = {start, end, *(min(max(at, start), end) for one in here for at in (one.start, one.end))}
        ordered = sorted(cuts)
        for left, right in pairwise(ordered):
            quoted = any(one.start <= left and right <= one.end for one in here)
            begins = tuple(one.name for one in here if one.start == left)
            yield Run(text[left - start : right - start], quoted, begins)


def _lines(given: GivenPage, marking: _Marking) -> Iterator[Line]:
    """Lines end where a line feed does, and behind what is withheld: whether that had one is not told."""
    shown = given.shown
    hidden = kept_back_between(shown, given.stretches)
    line: list[Stretch | None] = []
    for one, hidden_before in zip(shown, hidden, strict=False):
        if hidden_before:
            yield (*line, None)
            line = []
        line.append(marking.stretch(one))
        if (one.after if one.gap else one.before).endswith("\n"):
            yield tuple(line)
            line = []
    if hidden[-1]:
        line.append(None)
    if line:
        yield tuple(line)


def _row(line: Line) -> Row:
    only = line[0] if len(line) == 1 else None
    if only is None or only.gap:
        return Row(-1, line=line)
    cells = "".join(run.text for run in only.before).split("\t")
    return Row(only.number, (*(cell + "\t" for cell in cells[:-1]), cells[-1]))
