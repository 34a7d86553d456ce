"""PowerPoint presentations of 1997 to 2003 (.ppt): a page for each slide, read record by record."""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from muniment.model import EntryKind
from muniment.read.formats.office.blips import blips_in
from muniment.read.formats.office.office_lock import unlock_office
from muniment.read.formats.office.ole import ole_facts, open_ole, stream_of, unwrapped
from muniment.read.formats.office.pptrecords import (
    Record,
    Words,
    descendants,
    outline_texts,
    record_at,
    records_in,
    string_of,
    words_in,
)
from muniment.read.formats.sections import Section, chunks, pages_of_sections
from muniment.read.reader import Damaged, Document, Found, MemberFound, PageFound, Shortfall, Unlocked

_DOCUMENT, _SLIDE, _NOTES, _MASTER, _HANDOUT = 0x03E8, 0x03EE, 0x03F0, 0x03F8, 0x0FC9
_SLIDE_LIST, _SLIDE_POINTER = 0x0FF0, 0x03F3
_USER_EDIT, _PERSIST_DIRECTORY = 0x0FF5, 0x1772
_OLE_STORAGE = 0x1011
_HYPERLINK, _STRING = 0x0FD7, 0x0FBA
_SLIDE_ATOM, _HEADERS_FOOTERS = 0x03EF, 0x0FD9
_MOST_EDITS = 100_000
"""Saved changes that are followed back; a loop in a hostile file would have no end."""

_MAX_OBJECT = 512 << 20
"""Bytes that an embedded object may unpack to here; the unpacked file is looked into by itself."""


@dataclass(slots=True)
class _Show:
    """Where the current versions of the presentation's parts lie in the stream."""

    stream: bytes
    places: dict[int, int] = field(default_factory=dict)
    document: Record | None = None


class OldPowerPointReader:
    """Gives slides as pages with their notes and comments; masters and links last; objects and pictures as files."""

    name = "old-powerpoint"
    version = "1"
    media_types = frozenset({"application/vnd.ms-powerpoint"})

    def read(self, document: Document) -> Iterator[Found]:
        """Yield facts, slides and embedded files. Raises ``Damaged`` or ``Locked``."""
        opened = unlock_office(document)
        if opened is not document:
            yield Unlocked(opened.passwords[0])
        container = open_ole(opened.file)
        stream = stream_of(container, "PowerPoint Document")
        if not stream:
            raise Damaged("the main part of the presentation is missing")
        yield from _guarded_facts(container)
        yield from _pages(container, stream)
        yield from _members(container, stream)


def _guarded_facts(container: Any) -> Iterator[Found]:
    try:
        yield from ole_facts(container)
    except Damaged as stop:
        yield Shortfall(stop.reason)


def _pages(container: Any, stream: bytes) -> Iterator[Found]:
    show = _show(container, stream)
    if show.document is None:
        yield Shortfall("the list of slides is broken: slides are given as they lie in the file, older versions too")
        slides = [record for record in records_in(stream) if record.kind == _SLIDE]
        pairs = [(slide, Words()) for slide in slides]
    else:
        pairs = list(_slides(show, show.document))
    notes = _notes_by_slide(show)
    number = 0
    for number, (slide, outline) in enumerate(pairs, 1):
        yield _slide_page(number, slide, outline, notes)
    yield from pages_of_sections(_rest(show), number + 1)


def _slide_page(number: int, slide: Record, outline: Words, notes: dict[int, str]) -> PageFound:
    words = words_in(slide, outline)
    pieces = [words.text(), *(text for text in outline.leftover(words) if text.strip())]
    label = f"slide {number}"
    extras = {"speaker notes": notes.get(_notes_identifier(slide), ""), "comments": "\n".join(words.comments)}
    for heading, text in extras.items():
        if text.strip():
            pieces.append(f"{heading}:\n{text.strip()}")
            label += f", with {heading}"
    return PageFound(number, "\n\n".join(piece.strip("\n") for piece in pieces if piece.strip()), label)


def _show(container: Any, stream: bytes) -> _Show:
    """Follow the saved changes from the newest back; the newest place of each part counts."""
    show = _Show(stream)
    current = stream_of(container, "Current User")
    if len(current) < 20:  # noqa: PLR2004 - the head of the stream up to the position of the last change
        return show
    at = struct.unpack_from("<I", current, 16)[0]
    root = -1
    for _ in range(_MOST_EDITS):
        edit = record_at(stream, at)
        if edit is None or edit.kind != _USER_EDIT or len(edit.body()) < 20:  # noqa: PLR2004 - up to the last field used
            break
        earlier, directory, document = struct.unpack_from("<III", edit.body(), 8)
        root = document if root < 0 else root
        _add_places(show, record_at(stream, directory))
        if not earlier or earlier >= at:
            break
        at = earlier
    found = record_at(stream, show.places.get(root, len(stream)))
    show.document = found if found is not None and found.kind == _DOCUMENT else None
    return show


def _add_places(show: _Show, directory: Record | None) -> None:
    if directory is None or directory.kind != _PERSIST_DIRECTORY:
        return
    body = directory.body()
    at = 0
    while at + 4 <= len(body):
        head = struct.unpack_from("<I", body, at)[0]
        first, count = head & 0xFFFFF, head >> 20
        count = min(count, (len(body) - at - 4) // 4)
        for offset, place in enumerate(struct.unpack_from(f"<{count}I", body, at + 4)):
            show.places.setdefault(first + offset, place)
        at += 4 + 4 * count


def _slides(show: _Show, document: Record) -> Iterator[tuple[Record, Words]]:
    """The slides in the order of the show, each with the text that the outline keeps for it."""
    for group in document.children():
        if group.kind == _SLIDE_LIST and group.instance == 0:
            for pointer, outline in outline_texts(group, _SLIDE_POINTER):
                slide = _part(show, pointer)
                if slide is not None and slide.kind == _SLIDE:
                    yield slide, outline


def _part(show: _Show, pointer: Record) -> Record | None:
    body = pointer.body()
    identifier = struct.unpack_from("<I", body)[0] if len(body) >= 4 else 0  # noqa: PLR2004 - one number
    return record_at(show.stream, show.places.get(identifier, len(show.stream)))


def _notes_identifier(slide: Record) -> int:
    """The number by which the slide names its notes; 0 if it has none."""
    for child in slide.children():
        if child.kind == _SLIDE_ATOM and len(child.body()) >= 20:  # noqa: PLR2004 - up to the field
            return int(struct.unpack_from("<I", child.body(), 16)[0])
    return 0


def _notes_by_slide(show: _Show) -> dict[int, str]:
    """The words of all notes pages by their numbers."""
    found: dict[int, str] = {}
    for group in show.document.children() if show.document else ():
        if group.kind == _SLIDE_LIST and group.instance == 2:  # noqa: PLR2004 - the list of notes
            for pointer, outline in outline_texts(group, _SLIDE_POINTER):
                page = _part(show, pointer)
                body = pointer.body()
                if page is not None and page.kind == _NOTES and len(body) >= 16:  # noqa: PLR2004 - up to the number
                    words = words_in(page, outline)
                    found[struct.unpack_from("<I", body, 12)[0]] = words.text()
    return found


def _rest(show: _Show) -> Iterator[Section]:
    masters: dict[str, None] = {}
    links: dict[str, None] = {}
    for place in sorted(set(show.places.values())):
        record = record_at(show.stream, place)
        if record is not None and record.kind in {_MASTER, _HANDOUT}:
            masters.update(dict.fromkeys(words_in(record, Words()).without_prompts()))
    for record in descendants(show.document) if show.document else ():
        if record.kind == _HYPERLINK:
            target = " ".join(string_of(child) for child in record.children() if child.kind == _STRING)
            links[target] = None
        elif record.kind == _HEADERS_FOOTERS:
            masters.update(dict.fromkeys(string_of(child) for child in record.children() if child.kind == _STRING))
    yield Section("slide masters", "\n".join(text for text in masters if text.strip()))
    yield Section("links", "\n".join(link for link in links if link.strip()))


def _members(container: Any, stream: bytes) -> Iterator[Found]:
    number = 0
    for record in records_in(stream):
        if record.kind == _OLE_STORAGE:
            number += 1
            yield _object(number, record)
    for order, blip in enumerate(dict.fromkeys(blips_in(stream_of(container, "Pictures"))), 1):
        name = f"Pictures/picture{order}.{blip.suffix}"
        yield MemberFound(name.encode(), EntryKind.EMBEDDED, chunks(blip.content))


def _object(number: int, record: Record) -> MemberFound:
    name = f"Objects/object{number}.ole"
    try:
        content = _inflated(record.body()[4:]) if record.instance else record.body()
    except zlib.error:
        return MemberFound(name.encode(), EntryKind.EMBEDDED, None, Damaged.state, "the embedded object is broken")
    inner = unwrapped(content)
    if inner is not None:
        return MemberFound(inner.named_after(name), EntryKind.EMBEDDED, inner.chunks())
    return MemberFound(name.encode(), EntryKind.EMBEDDED, chunks(content))


def _inflated(packed: bytes) -> bytes:
    return zlib.decompressobj().decompress(packed, _MAX_OBJECT)
