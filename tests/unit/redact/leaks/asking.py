"""Asking the examiner in this process, about documents that the tests made themselves."""

import io
from dataclasses import dataclass
from pathlib import Path

from muniment.read.reader import Document
from muniment.redact.leaks import wire
from muniment.redact.leaks.examine import examine


@dataclass(frozen=True)
class Told:
    """All that was told of a document."""

    leaks: list[wire.SeenLeak]
    notes: list[wire.SeenLeak]
    gaps: list[wire.Gap]


def document(data: bytes) -> Document:
    return Document(io.BytesIO(data), len(data), ".pdf", "application/pdf", Path("/nowhere"))


def ask(data: bytes, question: wire.Question) -> list[wire.Reply]:
    return [wire.decode_untrusted(answer) for answer in examine(document(data), wire.encode(question))]


def told(data: bytes, terms: tuple[str, ...] = ()) -> Told:
    """Leaks, notes and gaps of all pages and of the file."""
    (counted,) = ask(data, wire.AskCount())
    assert isinstance(counted, wire.PagesCounted)
    pages = [page for page in ask(data, wire.AskPages(1, counted.count, terms)) if isinstance(page, wire.PageSeen)]
    hidden = tuple(word for page in pages for word in page.hidden)
    asked = ask(data, wire.AskFile(terms, hidden, any(page.looks_redacted for page in pages)))
    seen: list[wire.PageSeen | wire.FileSeen] = [*pages, *(part for part in asked if isinstance(part, wire.FileSeen))]
    return Told(
        [leak for one in seen for leak in one.leaks],
        [note for one in seen for note in one.notes],
        [gap for one in seen for gap in one.gaps],
    )
