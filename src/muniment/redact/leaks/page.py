"""One page: what it holds and does not show."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from muniment.redact.leaks import veils
from muniment.redact.leaks.canvas import Box, Canvas, Grey, union
from muniment.redact.leaks.causes import Causes, Hidden
from muniment.redact.leaks.glyphs import PageWord, are_on_one_line, glyphs_of, joined, letters_in, words_of
from muniment.redact.leaks.illegible import illegible
from muniment.redact.leaks.layers import layer_leaks
from muniment.redact.leaks.marks import looks_redacted, unapplied
from muniment.redact.leaks.pictures import picture_leaks
from muniment.redact.leaks.rasters import raster_leaks
from muniment.redact.leaks.report import Kind, Leak, NotChecked
from muniment.redact.leaks.source import Source
from muniment.redact.leaks.terms import TermFinder
from muniment.redact.leaks.thumbnails import thumbnail_leaks
from muniment.redact.leaks.unseen import Drawings, unseen_glyphs, unseen_words, without_text
from muniment.redact.leaks.widths import width_leaks


@dataclass(slots=True)
class PageFindings:
    """What was found on one page; ``hidden`` are the words that it hides."""

    leaks: list[Leak] = field(default_factory=list)
    notes: list[Leak] = field(default_factory=list)
    gaps: list[NotChecked] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    looks_redacted: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """A page being looked at: its number from 1, its drawings, the words on it that are seen and those that are not."""

    source: Source
    number: int
    canvas: Canvas
    drawings: Drawings
    seen: list[PageWord]
    hidden: list[Hidden]


def look_at_page(source: Source, number: int, terms: TermFinder) -> PageFindings:
    """All that can be found on page ``number`` (from 1)."""
    found = PageFindings()
    canvas = source.canvas(number - 1)
    try:
        look = _look(source, number, canvas, found)
        _words(look, found)
        found.looks_redacted = bool(found.leaks) or looks_redacted(look.drawings.shown, canvas.scale, look.seen)
        for part in _PARTS:
            found.leaks.extend(part(look))
        found.leaks.extend(width_leaks(look.canvas, number, look.seen, look.drawings.shown, terms))
        found.leaks.extend(_terms_shown(look, terms))
        for leak, is_leak in raster_leaks(canvas, number, look.drawings.shown):
            (found.leaks if is_leak else found.notes).append(leak)
        thumbnail = thumbnail_leaks(canvas, number, look.drawings.shown)
        (found.leaks if thumbnail.differs else found.notes).extend(thumbnail.leaks)
    finally:
        canvas.close()
    return found


def _look(source: Source, number: int, canvas: Canvas, found: PageFindings) -> Look:
    if not canvas.is_complete:
        found.gaps.append(NotChecked(f"part of page {number}", "it has too many objects to tell them all apart"))
    glyphs = glyphs_of(canvas)
    words = words_of(glyphs)
    drawings = Drawings(canvas.draw(), without_text(canvas), _bare_text(source, number - 1))
    unseen, complete = unseen_glyphs(canvas, drawings, glyphs)
    if not complete:
        why = "too many texts lie over each other to look at each by itself"
        found.gaps.append(NotChecked(f"some words of page {number} that lie below other words", why))
    hidden, seen = unseen_words(words, glyphs, unseen)
    return Look(
        source, number, canvas, drawings, seen, Causes(canvas, drawings, seen, source.layered(number - 1)).of(hidden)
    )


def _bare_text(source: Source, index: int) -> Grey:
    canvas = source.canvas(index)
    try:
        return canvas.draw_bare_text()
    finally:
        canvas.close()


def _words(look: Look, found: PageFindings) -> None:
    for group in _groups(look.hidden):
        if not letters_in("".join(one.word.text for one in group)):
            continue
        leak = _leak(group, look.number)
        if group[0].is_label:
            found.notes.append(leak)
        else:
            found.leaks.append(leak)
            found.hidden.extend(one.word.text for one in group)


def _groups(hidden: list[Hidden]) -> Iterator[list[Hidden]]:
    """Words that are hidden in the same way beside each other."""
    group: list[Hidden] = []
    for one in hidden:
        if group and not _belongs(group[-1], one):
            yield group
            group = []
        group.append(one)
    if group:
        yield group


def _belongs(before: Hidden, after: Hidden) -> bool:
    alike = (before.kind, before.certain, before.is_label) == (after.kind, after.certain, after.is_label)
    return alike and are_on_one_line(before.word.place, after.word.place)


def _leak(group: list[Hidden], number: int) -> Leak:
    first = group[0]
    says = "A redaction's own label is painted in the colour of its box." if first.is_label else first.says
    text = joined([one.word for one in group])
    return Leak(number, union([one.word.place for one in group]), first.kind, text, says, first.certain)


def _terms_shown(look: Look, terms: TermFinder) -> Iterator[Leak]:
    """Terms that stand on the page for everybody to read."""
    for term in terms.in_text(joined(look.seen)) if terms else ():
        box = _place_of(look.seen, TermFinder((term.term,)))
        says = "A term stands on the page for everybody to read."
        yield Leak(look.number, box, Kind.TERM_ON_PAGE, term.term, says, certain=True)


def _place_of(words: list[PageWord], term: TermFinder) -> Box | None:
    """Where the first run of words with the term stands; None where its words lie far apart."""
    for length in (1, 2, 3, 4, 6, 8, 12, 16, 24):
        for start in range(len(words) - length + 1):
            run = words[start : start + length]
            if term.in_text(joined(run)):
                return union([word.place for word in run])
    return None


def _veiled(look: Look) -> Iterator[Leak]:
    yield from veils.veil_leaks(look.canvas, look.number, look.seen, look.drawings.shown)


def _unapplied(look: Look) -> Iterator[Leak]:
    words = [*look.seen, *(one.word for one in look.hidden)]
    yield from unapplied(look.canvas, look.number, words)


def _pictures(look: Look) -> Iterator[Leak]:
    yield from picture_leaks(look.canvas, look.number, look.seen, look.drawings.shown)


def _layers(look: Look) -> Iterator[Leak]:
    told = [one.word.place for one in look.hidden if one.kind is Kind.HIDDEN_LAYER]
    yield from layer_leaks(look.canvas, look.number, look.drawings.shown, look.source.layered(look.number - 1), told)


def _illegible(look: Look) -> Iterator[Leak]:
    yield from illegible(look.canvas, look.number, look.seen, look.drawings)


_PARTS: tuple[Callable[[Look], Iterator[Leak]], ...] = (_veiled, _unapplied, _pictures, _layers, _illegible)
"""What is looked for on each page beside words nobody sees."""
