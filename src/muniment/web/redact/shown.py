"""What the pages of marks show, worked out before the templates are filled in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends

from muniment.app.pictures import Pictures
from muniment.app.redact.marking import Marking, Standing, after_publication
from muniment.app.redact.previewing import Preview, Previewer
from muniment.errors import MunimentError, NotFoundError, PageNotDrawnError
from muniment.evidence.withheld import Mark
from muniment.people import Person
from muniment.redact.covering import described, only_page_of
from muniment.redact.marks import Cover, Mode
from muniment.web.lasting import Lasting

_previewer = Lasting("previewer", Previewer, Previewer.close)

Previewing = Annotated[Previewer, Depends(_previewer)]
"""Declares a page's need of previews: ``def page(previewer: Previewing) -> …``."""

ended_with = _previewer.life
"""The life of a router whose pages need previews: what makes them ends with the server."""


MOST_ROWS = 100
"""Marks on one page of a list: who made each is looked up in the history of changes."""


@dataclass(frozen=True, slots=True)
class Row:
    """A mark on a list: what it is put on, who made it, and what taking it off means if it went out."""

    mark: Mark
    what: str
    author: str
    went_out: str


@dataclass(frozen=True, slots=True)
class Covered:
    """What is covered at one place, in words, and the reason that readers are told."""

    words: str
    reason: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A page as the public will see it, and where its document stands.

    ``unopened`` are the pages that whoever looks has not opened as they are now; ``failure`` says why there is no
    preview. ``rows`` are the first of the marks that may reach the page, ``marks_here`` counts all of them.
    """

    standing: Standing
    preview: Preview | None
    failure: MunimentError | None
    numbers: Sequence[int]
    unopened: Sequence[int]
    rows: Sequence[Row]
    marks_here: int
    covered: Sequence[Covered]
    notes: Sequence[str]
    mode: Mode

    @property
    def next_unopened(self) -> int:
        """The page to open next; 0 if none is left."""
        here = self.preview.number if self.preview else 0
        return next((one for one in self.unopened if one > here), next(iter(self.unopened), 0))


@dataclass(frozen=True, slots=True)
class Showing:
    """What is needed to show a document as the public will see it."""

    marking: Marking
    previewer: Previewer
    pictures: Pictures

    def document(self, person: Person, original: str, number: int) -> Shown:
        """A page of a document; that ``person`` opened it is noted. Raises ``NotFoundError``."""
        standing = self.marking.standing(original)
        preview, failure = self._preview(original, number)
        if preview is not None:
            self.marking.opened(person, original, {number: preview.digest})
        numbers = list(standing.covers.digests)
        if number not in numbers:
            raise NotFoundError(f"This document has no page {number}.", "Choose one that it has.")
        here = [one for one in self.marking.marks(original) if only_page_of(one) in {0, number}]
        notes = [note for one in preview.pages for note in one.notes] if preview else []
        return Shown(
            standing,
            preview,
            failure,
            numbers,
            self.marking.unopened(person, standing.covers),
            rows_of(self.marking, here[:MOST_ROWS]),
            len(here),
            list(dict.fromkeys(_covered(preview))) if preview else [],
            list(dict.fromkeys(notes)),
            self.marking.mode,
        )

    def _preview(self, original: str, number: int) -> tuple[Preview | None, MunimentError | None]:
        try:
            return self.previewer.page(self.marking, self.pictures, original, number), None
        except PageNotDrawnError as error:
            return None, error


def rows_of(marking: Marking, marks: Iterable[Mark]) -> list[Row]:
    """Marks as they stand on a list."""
    return [
        Row(one, described(one), marking.author(one.id), after_publication(when) if when else "")
        for one in marks
        for when in [marking.went_out_under(one.id)]
    ]


def _covered(preview: Preview) -> Iterable[Covered]:
    for source in preview.sources:
        for cover in source.covers:
            yield from (Covered(source.text[start:end], cover.reason) for start, end in cover.spans)
            yield from (Covered(one, cover.reason) for one in _places(cover))


def _places(cover: Cover) -> Iterable[str]:
    yield from ("a region" for _ in cover.boxes)
    yield from (f"row {one + 1}" for one in cover.rows)
    yield from (f"column {one + 1}" for one in cover.columns)
