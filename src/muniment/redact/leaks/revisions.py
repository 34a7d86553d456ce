"""What the file was before: revisions that were saved over, and objects that lie in it unlisted."""

import io
import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

import numpy as np
import pikepdf
import pypdfium2  # type: ignore[import-untyped] # the library has no type marker

from muniment.read.formats.pages.pdfparts import revision_ends
from muniment.redact.leaks.canvas import Box, Canvas, emptied, luminance, union
from muniment.redact.leaks.glyphs import PageWord, glyphs_of, joined, letters_in, words_of
from muniment.redact.leaks.report import Kind, Leak
from muniment.redact.leaks.terms import squashed

MOST_STATES = 12
"""Earlier states of a file that are looked at: each costs as much as reading it."""

MOST_PAGES = 500
"""Pages up to which the pages of earlier states are compared."""

_OBJECT = re.compile(rb"(?:^|[\r\n\s])(\d{1,10})\s+(\d{1,5})\s+obj\b")
_MOST_PADDING = 4 << 20
"""Bytes added to a file so that all its objects can be listed."""

_LEAST_LETTERS = 2
_MOST_PICTURED = 40
"""Pages whose pictures are compared."""


@dataclass(frozen=True, slots=True)
class State:
    """The file as it was: ``name`` says when, in words for a person."""

    name: str
    content: bytes


def earlier_states(content: bytes) -> list[State]:
    """What the file was before, oldest first: revisions cut off at their ends, then objects that are listed no more."""
    ends = revision_ends(content)
    states = [State(f"revision {at} of {len(ends)}", content[:end]) for at, end in enumerate(ends[:-1], 1)]
    oldest = _with_first_objects(content)
    if oldest is not None:
        states.append(State("objects that the file does not list any more", oldest))
    return states[:MOST_STATES]


def _with_first_objects(content: bytes) -> bytes | None:
    """The file with a list of objects that names the first of each number; None where that is the list it has."""
    places: dict[int, list[tuple[int, int]]] = {}
    for match in _OBJECT.finditer(content):
        places.setdefault(int(match[1]), []).append((match.start(1), int(match[2])))
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            if pdf.is_encrypted:
                return None
            listed = {item.objgen[0] for item in pdf.objects if item is not None and hasattr(item, "objgen")}
            root = pdf.Root.objgen
    except (pikepdf.PdfError, ValueError, RuntimeError):
        return None
    several = any(len(found) > 1 for found in places.values())
    if not places or root[0] not in places or (not several and set(places) <= listed):
        return None
    first = {number: found[0] for number, found in places.items()}
    made = _listed_anew(content, first, root)
    return made if _opens(made) else _listed_besides(content, first, root)


def _opens(content: bytes) -> bool:
    try:
        pikepdf.open(io.BytesIO(content)).close()
    except (pikepdf.PdfError, ValueError, RuntimeError):
        return False
    return True


def _listed_besides(content: bytes, places: dict[int, tuple[int, int]], root: tuple[int, int]) -> bytes:
    """As ``_listed_anew``, but what is packed with others, and so has no place, stays as the file lists it."""
    former = content.rfind(b"startxref")
    number = re.match(rb"startxref\s+(\d{1,12})", content[former : former + 64]) if former >= 0 else None
    prev = b" /Prev %d" % int(number[1]) if number else b""
    return _listed_anew(content, places, root, prev)


def _listed_anew(content: bytes, places: dict[int, tuple[int, int]], root: tuple[int, int], more: bytes = b"") -> bytes:
    entries = [b"0 1\n0000000000 65535 f \n"]
    entries += [b"%d 1\n%010d %05d n \n" % (number, *place) for number, place in sorted(places.items())]
    trailer = b"trailer\n<< /Size %d /Root %d %d R%b >>\n" % (max(places) + 1, *root, more)
    # qpdf takes no number above a third of the file's size for that of an object
    content += b"\n" * min(_MOST_PADDING, max(0, 3 * max(places) - len(content)))
    return content + b"\nxref\n" + b"".join(entries) + trailer + b"startxref\n%d\n%%%%EOF\n" % (len(content) + 1)


def words_lost(
    state: State, password: str, now: set[str], known: set[tuple[int, str]] | None = None
) -> Iterator[tuple[int, Box, str]]:
    """Runs of words on pages of an earlier state that no page has now: page from 1, place, words."""
    told = known if known is not None else set()
    try:
        pdf = pypdfium2.PdfDocument(state.content, password=password or None)
    except pypdfium2.PdfiumError:
        return
    with closing(pdf):
        for index in range(min(len(pdf), MOST_PAGES)):
            try:
                canvas = Canvas(pdf, index)
            except pypdfium2.PdfiumError:
                continue
            with closing(canvas):
                for words in _lost_runs(canvas, now):
                    text = joined(words)
                    if (index, text) not in told:
                        told.add((index, text))
                        yield index + 1, union([word.place for word in words]), text


def _lost_runs(canvas: Canvas, now: set[str]) -> Iterator[list[PageWord]]:
    run: list[PageWord] = []
    for word in words_of(glyphs_of(canvas)):
        letters = squashed(word.text)
        if letters and not _is_there(letters, now):
            run.append(word)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _is_there(letters: str, now: set[str]) -> bool:
    is_short = letters_in(letters) < _LEAST_LETTERS and not "\u3400" <= letters[0] <= "\u9fff"
    return letters in now or is_short


def pictures_lost(state: State, password: str, pdf: pypdfium2.PdfDocument) -> Iterator[Leak]:
    """Places of pages where an earlier state shows something and the page now is of one colour."""
    try:
        before = pypdfium2.PdfDocument(state.content, password=password or None)
    except pypdfium2.PdfiumError:
        return
    with closing(before):
        before.init_forms()
        for index in range(min(len(before), len(pdf), _MOST_PICTURED)):
            box = _emptied(before, pdf, index)
            if box is not None:
                says = "An earlier revision shows something here, where the page now shows nothing or a box."
                yield Leak(index + 1, box, Kind.EARLIER_REVISION, "", says, certain=False)


def _emptied(before: pypdfium2.PdfDocument, now: pypdfium2.PdfDocument, index: int) -> Box | None:
    with closing(Canvas(before, index)) as old, closing(Canvas(now, index)) as new:
        one, other = luminance(old.draw()), luminance(new.draw())
        if one.shape != other.shape or np.array_equal(one, other):
            return None
        return emptied(one, other, new.scale)
