"""Rich Text Format documents: all places of their text, and the files they carry."""

import struct
from collections.abc import Iterator

from muniment.model import EntryKind
from muniment.read.formats.office.fields import LINKS, tells_something
from muniment.read.formats.office.ole import Unwrapped, from_native, unwrapped
from muniment.read.formats.office.rtftext import Blob, RtfText, RtfWalk, joined
from muniment.read.formats.sections import Section, chunks, pages_of_sections
from muniment.read.reader import Damaged, Document, FactFound, Found, MemberFound, Shortfall

_SEARCHED_FOR_START = 4096
"""Bytes in which the opening brace must stand: some files have a byte order mark or mail headers in front."""

_SUFFIXES = {
    "pngblip": "png",
    "jpegblip": "jpg",
    "emfblip": "emf",
    "wmetafile": "wmf",
    "macpict": "pict",
    "dibitmap": "dib",
}

_LINKED_OBJECT = 1


class RtfReader:
    """Gives body, headers, notes, comments, deletions, links, each under its label; pictures and objects as files."""

    name = "rtf"
    version = "1"
    media_types = frozenset({"application/rtf"})

    def read(self, document: Document) -> Iterator[Found]:
        """Yield facts, pages and embedded files. Raises ``Damaged``."""
        if b"{\\rtf" not in document.head(_SEARCHED_FOR_START):
            raise Damaged("the file does not begin as its format demands")
        content = document.content()
        found = RtfWalk(content[content.index(b"{\\rtf") :]).run()
        for name, values in found.facts.items():
            yield from (FactFound(name, value) for value in map(_whole, values) if value)
        links = [link for blob in found.blobs if (link := _link_of(blob))]
        yield from pages_of_sections(_sections(found, links))
        yield from _members(found)
        if found.is_cut_off:
            yield Shortfall("the file is cut off: it ends before its last group is closed")


def _whole(text: str) -> str:
    return "".join(joined([text])).strip().rstrip(";")


def _sections(found: RtfText, links: list[str]) -> Iterator[Section]:
    places = dict(found.places)
    codes = "".join(places.get(LINKS, [])).splitlines()
    places[LINKS] = [f"{code.strip()}\n" for code in dict.fromkeys([*codes, *links]) if tells_something(code)]
    for label, pieces in places.items():
        yield Section(label, "".join(joined(pieces)))


def _members(found: RtfText) -> Iterator[MemberFound]:
    for number, blob in enumerate(found.blobs, 1):
        if blob.kind == "objdata":
            inner = _object_in(blob.content)
            if inner is not None:
                yield MemberFound(inner.named_after(f"object{number}.bin"), EntryKind.EMBEDDED, inner.chunks())
        else:
            name = f"picture{number}.{_SUFFIXES.get(blob.kind, 'bin')}"
            yield MemberFound(name.encode(), EntryKind.EMBEDDED, chunks(blob.content))


def _object_header(raw: bytes) -> tuple[int, list[str], int]:
    """Of an object in the form of OLE 1: its sort, its class, topic and item, and where its data begin."""
    sort = struct.unpack_from("<I", raw, 4)[0]
    at = 8
    strings = []
    for _ in range(3):
        length = struct.unpack_from("<I", raw, at)[0]
        strings.append(raw[at + 4 : at + 4 + length].rstrip(b"\0").decode("cp1252", "replace"))
        at += 4 + length
    return sort, strings, at


def _link_of(blob: Blob) -> str:
    """What a linked object points to; "" if the object is not a link."""
    if blob.kind != "objdata":
        return ""
    try:
        sort, strings, _ = _object_header(blob.content)
    except struct.error:
        return ""
    return " ".join(filter(None, strings)) if sort == _LINKED_OBJECT else ""


def _object_in(raw: bytes) -> Unwrapped | None:
    """The embedded file; None for a link, which holds none."""
    try:
        sort, strings, at = _object_header(raw)
        if sort == _LINKED_OBJECT:
            return None
        size = struct.unpack_from("<I", raw, at)[0]
    except struct.error:
        return Unwrapped("", raw)
    content = raw[at + 4 : at + 4 + size]
    if strings[0].lower() == "package":
        return from_native(raw[at : at + 4 + size])
    return unwrapped(content) or Unwrapped(strings[0].replace("/", " "), content)
