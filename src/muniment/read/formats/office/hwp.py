"""Hangul documents: HWP 5 (an OLE container of records), HWP 3 (one stream) and HWPX (a ZIP of XML)."""

import struct
import zlib
from collections.abc import Iterator
from typing import Any

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import ECB

from muniment.model import EntryKind
from muniment.read.formats.office.hwp3 import hwp3_words
from muniment.read.formats.office.ole import open_ole, stream_of
from muniment.read.formats.office.package import Element, Package, iterwalk, local
from muniment.read.formats.sections import Section, chunks, pages_of_sections
from muniment.read.parts import pages_of
from muniment.read.reader import Damaged, Document, FactFound, Found, Locked, MemberFound, ReadingStopped, Shortfall

_PACKED, _LOCKED, _FOR_DISTRIBUTION = 1, 2, 4
"""Bits of the flags at the head of an HWP 5 document."""

_PARAGRAPH_HEAD, _PARAGRAPH_TEXT, _CONTROL = 66, 67, 71
_DISTRIBUTION_DATA = 28
_PLACES = {
    b"daeh": "headers and footers",
    b"toof": "headers and footers",
    b"  nf": "footnotes",
    b"  ne": "endnotes",
    b"tcft": "hidden comments",
}
"""Controls (their four letters stored backwards) whose paragraphs stand apart from the body."""

_WIDE_CONTROLS = frozenset({*range(1, 10), *range(11, 13), *range(14, 24)})
"""Codes below 32 that take up eight characters; the others take one."""

_SHOWN_CONTROLS = {9: "\t", 10: "\n", 13: "\n", 24: "-", 30: "\u00a0", 31: " "}
_SUMMARY = "\x05HwpSummaryInformation"
_SUMMARY_NAMES = {
    2: "title",
    3: "subject",
    4: "author",
    5: "keywords",
    6: "description",
    8: "last-author",
    20: "created",
}
_UNICODE_STRING = 31


class HwpReader:
    """Gives body, notes, headers and comments of an HWP 5 document; pictures and objects as files."""

    name = "hwp"
    version = "1"
    media_types = frozenset({"application/x-hwp-v5"})

    def read(self, document: Document) -> Iterator[Found]:
        """Yield facts, pages and embedded files. Raises ``Damaged`` or ``Locked``."""
        container = open_ole(document.file)
        head = stream_of(container, "FileHeader")
        if len(head) < 40:  # noqa: PLR2004 - up to the flags
            raise Damaged("the head of the document is missing")
        flags = struct.unpack_from("<I", head, 36)[0]
        if flags & _LOCKED:
            raise Locked("a password is needed; Hangul documents cannot be opened with it here")
        yield from _facts(container)
        yield from _pages(container, flags, document.limits.may_expand_to(document.size))
        yield from _members(container, flags)


def _facts(container: Any) -> Iterator[Found]:
    raw = stream_of(container, _SUMMARY)
    try:
        start = struct.unpack_from("<I", raw, 44)[0]
        count = struct.unpack_from("<I", raw, start + 4)[0]
        for number in range(min(count, len(_SUMMARY_NAMES) * 4)):
            identifier, offset = struct.unpack_from("<II", raw, start + 8 + 8 * number)
            kind, length = struct.unpack_from("<II", raw, start + offset)
            value = (
                raw[start + offset + 8 : start + offset + 8 + 2 * length].decode("utf-16-le", "replace").strip("\0 ")
            )
            if kind == _UNICODE_STRING and value and identifier in _SUMMARY_NAMES:
                yield FactFound(_SUMMARY_NAMES[identifier], value)
    except struct.error:
        yield Shortfall("the properties of the document are broken")


def _pages(container: Any, flags: int, most: int) -> Iterator[Found]:
    folder = "ViewText" if flags & _FOR_DISTRIBUTION else "BodyText"
    names = [path for path in container.listdir() if path[0] == folder]
    if not names:
        raise Damaged("the document has no text parts")
    places: dict[str, list[str]] = {"": []}
    for path in sorted(names, key=lambda p: (len(p[-1]), p[-1])):
        try:
            raw = stream_of(container, path)
            raw = _distributed(raw) if flags & _FOR_DISTRIBUTION else raw
            _gather(_unpacked(raw, most) if flags & _PACKED else raw, places)
        except ReadingStopped as stop:
            yield Shortfall(f"{path[-1]}: {stop.reason}")
    yield from pages_of_sections(Section(label, "".join(pieces)) for label, pieces in places.items())


def _unpacked(raw: bytes, most: int) -> bytes:
    try:
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(raw, most)
    except zlib.error as error:
        raise Damaged("its packed bytes are broken") from error


def _distributed(raw: bytes) -> bytes:
    """The text of a document for distribution: scrambled with a key that lies beside it."""
    tag, _, at, size = _record(raw, 0)
    if tag != _DISTRIBUTION_DATA or size < 256:  # noqa: PLR2004 - the block that holds the key
        raise Damaged("the key of the document for distribution is missing")
    block = bytearray(raw[at : at + size])
    seed = struct.unpack_from("<I", block)[0]
    _unscramble(block, seed)
    start = 4 + (seed & 0xF)
    decryptor = Cipher(AES(bytes(block[start : start + 16])), ECB()).decryptor()  # noqa: S305 - the format's choice
    body = raw[at + size :]
    return bytes(decryptor.update(body[: len(body) // 16 * 16]))


def _unscramble(block: bytearray, seed: int) -> None:
    """Undo the format's masking: each drawn byte masks the run of bytes whose length is drawn next."""
    state = seed
    left = mask = 0

    def draw() -> int:
        nonlocal state
        state = (state * 214013 + 2531011) & 0xFFFFFFFF
        return (state >> 16) & 0x7FFF

    for place in range(256):
        if left == 0:
            mask = draw() & 0xFF
            left = (draw() & 0xF) + 1
        if place >= 4:  # noqa: PLR2004 - the seed itself stands in the clear
            block[place] ^= mask
        left -= 1


def _record(raw: bytes, at: int) -> tuple[int, int, int, int]:
    """Tag, level, start and size of the record at ``at``. Raises ``Damaged``."""
    try:
        head = struct.unpack_from("<I", raw, at)[0]
        size, at = head >> 20, at + 4
        if size == 0xFFF:  # noqa: PLR2004 - the size stands in a number of its own
            size, at = struct.unpack_from("<I", raw, at)[0], at + 4
    except struct.error as error:
        raise Damaged("the text is cut off") from error
    return head & 0x3FF, head >> 10 & 0x3FF, at, size


def _gather(raw: bytes, places: dict[str, list[str]]) -> None:
    """Add the text of one section to the places it belongs to."""
    at = 0
    owners: list[tuple[int, str]] = [(-1, "")]
    while at + 4 <= len(raw):
        tag, level, at, size = _record(raw, at)
        while owners[-1][0] >= level:
            owners.pop()
        if tag == _CONTROL and (label := _PLACES.get(raw[at : at + 4])):
            owners.append((level, label))
        elif tag == _PARAGRAPH_TEXT:
            places.setdefault(owners[-1][1], []).append(_paragraph(raw[at : at + size]))
        at += size


def _paragraph(raw: bytes) -> str:
    out = []
    at = 0
    while at + 2 <= len(raw):
        unit = raw[at] | raw[at + 1] << 8
        if unit >= 32:  # noqa: PLR2004 - codes below are controls
            out.append(raw[at : at + 2])
            at += 2
            continue
        out.append(_SHOWN_CONTROLS.get(unit, "").encode("utf-16-le"))
        at += 16 if unit in _WIDE_CONTROLS else 2
    text = b"".join(out).decode("utf-16-le", "replace")
    return text if text.endswith("\n") else f"{text}\n"


def _members(container: Any, flags: int) -> Iterator[MemberFound]:
    for path in container.listdir():
        name = "/".join(path)
        if path[0] != "BinData" and path[-1] not in {"PrvImage", "DefaultJScript"}:
            continue
        try:
            raw = stream_of(container, path)
        except Damaged as stop:
            yield MemberFound(name.encode(), EntryKind.EMBEDDED, None, stop.state, stop.reason)
            continue
        if raw:
            yield MemberFound(name.encode(), EntryKind.EMBEDDED, chunks(_as_stored(raw, path[0], flags)))


def _as_stored(raw: bytes, folder: str, flags: int) -> bytes:
    """Objects and scripts are packed like the text, unless they are pictures packed in their own way."""
    if not flags & _PACKED or folder == "PrvImage":
        return raw
    try:
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(raw, 1 << 28)
    except zlib.error:
        return raw  # each object may opt out of packing, which only its bytes tell


class HwpxReader:
    """Gives body, notes and headers of an HWPX document; pictures and objects as files."""

    name = "hwpx"
    version = "1"
    media_types = frozenset({"application/hwp+zip"})

    def read(self, document: Document) -> Iterator[Found]:
        """Yield facts, pages and embedded files. Raises ``Damaged`` or ``Refused``."""
        package = Package(document)
        names = sorted(n for n in package.names() if n.lower().startswith("contents/section") and n.endswith(".xml"))
        if not names:
            raise Damaged("the document has no text parts")
        yield from _hwpx_facts(package)
        places: dict[str, list[str]] = {"": []}
        for name in sorted(names, key=lambda n: (len(n), n)):
            root = package.xml(name)
            if root is not None:
                _hwpx_words(root, places)
        yield from pages_of_sections(Section(label, "".join(pieces)) for label, pieces in places.items())
        for name in package.names():
            if name.lower().startswith(("bindata/", "preview/prvimage", "scripts/", "chart/")):
                yield MemberFound(name.encode("utf-8", "surrogateescape"), EntryKind.EMBEDDED, package.stream(name))
        yield from package.told()


_HWPX_FACTS = {"title": "title", "creator": "author", "lastsaveby": "last-author", "CreatedDate": "created"}
_HWPX_FACTS |= {"ModifiedDate": "modified", "subject": "subject", "keyword": "keywords", "description": "description"}
_HWPX_PLACES = {
    "header": "headers and footers",
    "footer": "headers and footers",
    "footNote": "footnotes",
    "endNote": "endnotes",
    "hiddenComment": "hidden comments",
    "shapeComment": "descriptions of pictures",
}


def _hwpx_facts(package: Package) -> Iterator[FactFound]:
    root = package.xml("Contents/content.hpf")
    for element in root.iter() if root is not None else ():
        name = _HWPX_FACTS.get(element.get("name") or local(element))
        if name and element.text and element.text.strip():
            yield FactFound(name, element.text.strip())


def _hwpx_words(root: Element, places: dict[str, list[str]]) -> None:
    labels = [""]
    inside = 0
    for event, element in iterwalk(root):
        name = local(element)
        out = places.setdefault(labels[-1], [])
        if event == "start":
            if name in _HWPX_PLACES and element is not root:
                labels.append(_HWPX_PLACES[name])
                places.setdefault(labels[-1], []).append((element.text or "").strip())
            elif name == "t":
                inside += 1
                out.append(element.text or "")
            elif inside:
                out.append({"lineBreak": "\n", "tab": "\t", "nbSpace": "\u00a0", "fwSpace": "\u3000"}.get(name, ""))
            continue
        if name in _HWPX_PLACES and element is not root:
            labels.pop()
        elif name == "t":
            inside -= 1
        elif inside:
            out.append(element.tail or "")
        elif name in {"p", "tr"}:
            out.append("\n")


class OldHwpReader:
    """Gives the text of an HWP 3 document."""

    name = "hwp-3"
    version = "1"
    media_types = frozenset({"application/x-hwp"})

    def read(self, document: Document) -> Iterator[Found]:
        """Yield pages. Raises ``Damaged`` or ``Locked``."""
        text, complete = hwp3_words(document.content(), document.limits.may_expand_to(document.size))
        yield from pages_of(text)
        if not complete:
            yield Shortfall("the document is cut off, or of a variant not known here: text may be missing")
