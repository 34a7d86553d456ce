"""Older programs' documents in OLE containers: Publisher, Works, Project, Visio before 2013."""

import struct
from collections.abc import Iterator
from typing import Any

from muniment.model import EntryKind
from muniment.read.formats.office.blips import blips_in
from muniment.read.formats.office.ole import ole_facts, open_ole, stream_of
from muniment.read.formats.office.rtftext import RtfWalk, joined
from muniment.read.formats.office.textruns import texts_behind_lengths
from muniment.read.formats.office.visio5 import visio_words
from muniment.read.formats.sections import Section, chunks, pages_of_sections
from muniment.read.reader import Damaged, Document, Found, MemberFound, Shortfall, Unsupported

_INDEX_START, _INDEX_ENTRY, _MOST_INDEXED = 0x20, 24, 200
_RTF = b"{\\rtf"


def _begun(container: Any) -> Iterator[Found]:
    """The facts of a document, or why there are none."""
    try:
        yield from ole_facts(container)
    except Damaged as stop:
        yield Shortfall(stop.reason)


def _streams_called(container: Any, *names: str) -> Iterator[bytes]:
    for path in container.listdir():
        if path[-1] in names:
            yield stream_of(container, path)


class PublisherReader:
    """Gives the stories of a Publisher document, or the text of a Works one, which is stored alike; pictures too."""

    name = "publisher"
    version = "1"
    media_types = frozenset({"application/x-mspublisher", "application/vnd.ms-works"})

    def read(self, document: Document) -> Iterator[Found]:
        """Yield facts, pages and pictures. Raises ``Damaged`` or ``Unsupported``."""
        container = open_ole(document.file)
        texts = [_indexed_text(raw) for raw in _streams_called(container, "CONTENTS")]
        if not any(texts):
            raise Unsupported("this version of the program's documents cannot be read here")
        yield from _begun(container)
        yield from pages_of_sections([Section("", "\n".join(texts))])
        pictures = [blip for raw in _streams_called(container, "EscherDelayStm", "EscherStm") for blip in blips_in(raw)]
        for number, blip in enumerate(dict.fromkeys(pictures), 1):
            name = f"Pictures/picture{number}.{blip.suffix}"
            yield MemberFound(name.encode(), EntryKind.EMBEDDED, chunks(blip.content))


def _indexed_text(raw: bytes) -> str:
    """The pieces that a stream's index calls text."""
    if raw[:4] != b"CHNK":
        return ""
    found = []
    for number in range(_MOST_INDEXED):
        entry = raw[_INDEX_START + _INDEX_ENTRY * number :][:_INDEX_ENTRY]
        if len(entry) < _INDEX_ENTRY or entry[:2] != b"\x18\0":
            break
        if entry[12:16] == b"TEXT":
            start, length = struct.unpack_from("<II", entry, 16)
            found.append(raw[start : start + length].decode("utf-16-le", "replace"))
    return "".join(found).replace("\r", "\n").replace("\x0b", "\n").replace("\x0c", "\n").replace("\0", "")


class ProjectReader:
    """Gives the names, notes and texts of a Project plan's tasks and resources."""

    name = "project"
    version = "1"
    media_types = frozenset({"application/vnd.ms-project"})

    def read(self, document: Document) -> Iterator[Found]:
        """Yield facts and pages. Raises ``Damaged``."""
        container = open_ole(document.file)
        yield from _begun(container)
        sections = [
            Section(label, "\n".join(_texts(container, folder)))
            for label, folder in (("tasks", "TBkndTask"), ("resources", "TBkndRsc"), ("assignments", "TBkndAssn"))
        ]
        yield from pages_of_sections(sections)
        yield Shortfall("dates, costs and links of tasks are not given: only names, notes and other texts")


def _texts(container: Any, folder: str) -> list[str]:
    found: list[str] = []
    for path in container.listdir():
        if len(path) >= 2 and path[-2] == folder and path[-1] in {"Var2Data", "VarData"}:  # noqa: PLR2004 - folder and stream
            found += texts_behind_lengths(stream_of(container, path))
    return [_without_rtf(text) for text in found]


def _without_rtf(text: str) -> str:
    """The words of a note, which is stored as rich text."""
    raw = text.encode("utf-8")
    return "".join(joined(RtfWalk(raw).run().places[""])).strip() if raw.startswith(_RTF) else text


class OldVisioReader:
    """Gives the texts of the shapes of a Visio drawing from before 2013."""

    name = "old-visio"
    version = "1"
    media_types = frozenset({"application/vnd.visio"})

    def read(self, document: Document) -> Iterator[Found]:
        """Yield facts and pages. Raises ``Damaged``."""
        container = open_ole(document.file)
        stream = stream_of(container, "VisioDocument")
        if not stream:
            raise Damaged("the main part of the drawing is missing")
        yield from _begun(container)
        texts, complete = visio_words(stream, document.limits.may_expand_to(document.size))
        yield from pages_of_sections([Section("", "\n".join(texts))])
        if not complete:
            yield Shortfall("parts of the drawing are broken: text may be missing")
