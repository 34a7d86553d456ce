"""What is to be covered on a page, and what a page is once it is covered: plain values, stored by nobody here."""

from dataclasses import dataclass
from enum import StrEnum

from muniment.model import PageKind, Word

Box = tuple[float, float, float, float]
"""Left, top, right, bottom as fractions of the page, origin top left."""


class Mode(StrEnum):
    """How much a cover takes with it."""

    LINE = "line"
    """The whole line: neither the box nor its neighbours depend on what was covered."""
    GRID = "grid"
    """The words only, widened to a fixed step: the neighbours stay where they are, which betrays something."""


class Extent(StrEnum):
    """How far a cover goes in mode ``LINE``."""

    LINE = "line"
    PARAGRAPH = "paragraph"
    """To the end of the paragraph: where a name is set in running text, its length moves the lines that follow."""
    PAGE = "page"


class Form(StrEnum):
    """What a published page is made of."""

    DRAWN = "drawn"
    TEXT = "text"
    SHEET = "sheet"


@dataclass(frozen=True, slots=True)
class Cover:
    """What is to go from one page, and the reason that readers are told.

    ``spans`` count code points of the raw page text, end-exclusive. ``boxes`` are regions drawn by hand. ``rows`` and
    ``columns`` of a sheet count from 0: rows are the lines of its text, columns what stands between its tabs, or, in a
    sheet that is kept as text, what ``delimiter`` parts by the rules of ``redact.delimited``.
    """

    spans: tuple[tuple[int, int], ...] = ()
    boxes: tuple[Box, ...] = ()
    rows: tuple[int, ...] = ()
    columns: tuple[int, ...] = ()
    extent: Extent = Extent.LINE
    reason: str = ""
    delimiter: str = ""

    @property
    def covers_something(self) -> bool:
        """Whether it takes anything away."""
        return bool(self.spans or self.boxes or self.rows or self.columns)


@dataclass(frozen=True, slots=True)
class PageSource:
    """A page as the case has it: its raw text, where its words stand (none if not known), and what covers it."""

    number: int
    kind: PageKind
    text: str
    words: tuple[Word, ...] = ()
    covers: tuple[Cover, ...] = ()
    label: str = ""


@dataclass(frozen=True, slots=True)
class Image:
    """A picture as PNG (16 greys) or JPEG; ``media_type`` says which. Sizes in pixels."""

    data: bytes
    media_type: str
    width: int
    height: int
    is_colour: bool


@dataclass(frozen=True, slots=True)
class ShownWord:
    """A word that can still be seen, and where."""

    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the raw text as seals cut it (``preserve.words.stretches_of``), counted from 0.

    ``start`` and ``end`` count code points of the raw page text. ``text`` is all of it if it is open; else "".
    """

    number: int
    start: int
    end: int
    text: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class Withheld:
    """A place where something was withheld: bands and boxes on a drawn page, none in a text. ``reason`` may be ""."""

    reason: str
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class PublishedPage:
    """A page as the public sees it.

    In mode ``LINE`` nothing of what is shown (``image``, ``words``, ``blocks``) depends on what was covered. What is
    for us does: the offsets of ``parts``, and ``notes``, sentences for the preview: what the page still betrays.
    ``blocks`` are what a text or sheet shows, line by line: the cells of a sheet, one cell for a line of text, None for
    what is withheld. Drawn pages have none, and texts no ``image`` and no ``words``. ``recognised`` is all that
    recognition reads in ``image``; None where it was not asked, or could not say.
    """

    number: int
    kind: PageKind
    form: Form
    parts: tuple[Part, ...]
    withheld: tuple[Withheld, ...] = ()
    image: Image | None = None
    words: tuple[ShownWord, ...] = ()
    blocks: tuple[tuple[str | None, ...], ...] = ()
    notes: tuple[str, ...] = ()
    label: str = ""
    recognised: str | None = None
