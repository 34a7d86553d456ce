"""Answering, inside the sandbox, what our process asks about a PDF."""

from collections.abc import Iterable, Iterator
from contextlib import closing
from math import isfinite

import pypdfium2  # type: ignore[import-untyped] # the library has no type marker
import regex

from muniment.read.reader import Document
from muniment.redact.leaks import wire
from muniment.redact.leaks.page import PageFindings, look_at_page
from muniment.redact.leaks.report import Leak, NotChecked, Place
from muniment.redact.leaks.source import Source
from muniment.redact.leaks.terms import TermFinder
from muniment.redact.leaks.whole import FileFindings, Wanted, look_at_file

_TELLING = regex.compile(r"\p{Lu}\p{L}{3,}|\p{N}{4,}|\p{Han}{2,}|[\p{Arabic}]{4,}")
"""Hidden words by which the rest of the file is searched: names and numbers, not what every page says."""

_LONGEST = 200


def examine(document: Document, question: bytes) -> Iterator[bytes]:
    """The answers to one question. Raises ``ReadingStopped``."""
    asked = wire.decode_question(question)
    with closing(Source(document)) as source:
        if isinstance(asked, wire.AskCount):
            yield wire.encode(wire.PagesCounted(len(source.pdf)))
        elif isinstance(asked, wire.AskPages):
            terms = TermFinder(asked.terms)
            for number in range(asked.first, asked.last + 1):
                yield wire.encode(_page(source, number, terms))
        else:
            wanted = Wanted(TermFinder(asked.terms), TermFinder(asked.hidden), asked.looks_redacted)
            for found in look_at_file(source, wanted):
                yield wire.encode(_file(found))


def _page(source: Source, number: int, terms: TermFinder) -> wire.PageSeen:
    try:
        found = look_at_page(source, number, terms)
    except (pypdfium2.PdfiumError, ValueError, IndexError) as error:
        found = PageFindings(gaps=[NotChecked(f"page {number}", f"it cannot be opened ({type(error).__name__})")])
    return wire.PageSeen(
        number,
        _leaks(found.leaks),
        _leaks(found.notes),
        _gaps(found.gaps),
        tuple(dict.fromkeys(_telling(found.hidden)))[: wire.MAX_WORDS],
        found.looks_redacted,
    )


def _file(found: FileFindings) -> wire.FileSeen:
    return wire.FileSeen(_leaks(found.leaks), _leaks(found.notes), _gaps(found.gaps))


def _leaks(leaks: Iterable[Leak]) -> tuple[wire.SeenLeak, ...]:
    seen = (
        wire.SeenLeak(
            leak.page,
            _place(leak.place),
            leak.kind,
            wire.shortened(leak.found),
            leak.says[: wire.MAX_SAYS],
            leak.certain,
        )
        for leak in leaks
    )
    return tuple(dict.fromkeys(seen))[: wire.MAX_LEAKS]


def _place(place: Place | None) -> Place | None:
    """A place that can be told: words beside the page may lie anywhere."""
    if place is None or not all(map(isfinite, place)):
        return None
    left, top, right, bottom = (min(max(side, -wire.FARTHEST), wire.FARTHEST) for side in place)
    return left, top, right, bottom


def _gaps(gaps: Iterable[NotChecked]) -> tuple[wire.Gap, ...]:
    return tuple(wire.Gap(gap.what[: wire.MAX_SAYS], gap.why[: wire.MAX_SAYS]) for gap in gaps)[: wire.MAX_LEAKS]


def _telling(hidden: Iterable[str]) -> Iterator[str]:
    for text in hidden:
        clean = text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
        yield from (match[:_LONGEST] for match in _TELLING.findall(clean))
