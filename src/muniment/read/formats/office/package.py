"""Documents that are ZIP files of parts: each part read within the limits, and what is broken said."""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, Any

from lxml import etree

from muniment.limits import MIB
from muniment.read.reader import CHUNK, Damaged, Document, Refused, Shortfall

MAX_XML_BYTES = 192 * MIB
"""A part of more than this is not parsed: its tree would take ten times as much memory, more than a reader has."""

_LOCAL_HEADER = struct.Struct("<4s5H3I2H")
_LOCAL_MAGIC = b"PK\x03\x04"
_PIECE = 1 << 16
"""Packed bytes given to the unpacker at a time."""

_PIECE_NAME = re.compile(r"(.+)/\[(\d{1,9})\](\.last)?\.piece", re.IGNORECASE)
"""Printers write parts in pieces, by turns with those of other parts, so that printing can begin before the end."""

_ENCRYPTED = 1
"""Bit of a member's flags."""

Element = etree._Element  # noqa: SLF001 - lxml has no public name for the type of an element


def parse_xml(untrusted_xml: bytes) -> tuple[Element | None, bool]:
    """The root of an XML document (None if there is none) and whether it was sound. No entity is ever resolved."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, recover=True, remove_pis=True
    )
    try:
        root = etree.fromstring(untrusted_xml, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None, False
    fatal = any(entry.level >= etree.ErrorLevels.FATAL for entry in parser.error_log)
    return root, root is not None and not fatal


def _is_part(info: zipfile.ZipInfo) -> bool:
    """Whether it is no folder. ``ZipInfo.is_dir`` stops at a name of no letters at all."""
    return bool(info.filename) and not info.filename.endswith("/")


def local(element: Element) -> str:
    """The name of an element without its namespace; "" for comments and the like."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Element, name: str) -> str:
    """The value of the attribute called ``name`` in any namespace; "" if there is none."""
    value = element.get(name)
    if value is not None:
        return value
    return next((str(v) for k, v in element.attrib.items() if str(k).rpartition("}")[2] == name), "")


class Package:
    """The parts of one ZIP-based document, by name without regard to case.

    All reading counts against one allowance; passing it raises ``Refused``. What cannot be read is gathered in words
    and given by ``told``.
    """

    def __init__(self, document: Document) -> None:
        """Raises ``Damaged`` if there is no part to be found."""
        self._limit = document.limits.may_expand_to(document.size)
        self._left = self._limit
        self._shortfalls: dict[str, None] = {}
        self._loose: dict[str, tuple[str, bytes]] = {}
        self._zip: zipfile.ZipFile | None = None
        self._infos: dict[str, zipfile.ZipInfo] = {}
        self._pieces: dict[str, list[zipfile.ZipInfo]] = {}
        try:
            self._zip = zipfile.ZipFile(document.file)
            self._infos = {_key(info.filename): info for info in self._zip.infolist() if _is_part(info)}
            self._join_pieces()
        except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, struct.error, OSError):
            self._salvage(document)
        if len(self._infos) > document.limits.members:
            raise Refused(f"it holds more than {document.limits.members} parts")

    def _join_pieces(self) -> None:
        """Let the first piece of a part stand for the whole, under the part's name."""
        found: dict[str, list[tuple[int, bool, str]]] = {}
        for key, info in self._infos.items():
            if match := _PIECE_NAME.fullmatch(info.filename):
                found.setdefault(match[1], []).append((int(match[2]), match[3] is not None, key))
        for name, pieces in found.items():
            pieces.sort()
            infos = [self._infos.pop(key) for _, _, key in pieces]
            if [number for number, _, _ in pieces] != list(range(len(pieces))) or not pieces[-1][1]:
                self.shortfall(f"pieces of the part {name} are missing")
            infos[0].filename = name
            self._infos[_key(name)], self._pieces[_key(name)] = infos[0], infos

    def names(self) -> list[str]:
        """The names of all parts as the file gives them, in its order."""
        return [
            *(info.filename.lstrip("/") for info in self._infos.values()),
            *(name for name, _ in self._loose.values()),
        ]

    def __contains__(self, name: str) -> bool:
        return _key(name) in self._infos or _key(name) in self._loose

    def size(self, name: str) -> int:
        """What the file says the part unpacks to, in bytes."""
        info = self._infos.get(_key(name))
        if info is None:
            return len(self._loose.get(_key(name), (name, b""))[1])
        return sum(piece.file_size for piece in self._pieces.get(_key(name), [info]))

    def is_locked(self, name: str) -> bool:
        """Whether the part is encrypted by the ZIP container."""
        info = self._infos.get(_key(name))
        return bool(info and info.flag_bits & _ENCRYPTED)

    @property
    def left(self) -> int:
        """Bytes that may still be unpacked."""
        return self._left

    def put(self, name: str, content: bytes) -> None:
        """Let ``content`` take the place of a part, which was locked. Raises ``Refused`` at the limit."""
        self._spend(len(content))
        info = self._infos.get(_key(name))
        self.drop(name)
        self._loose[_key(name)] = (info.filename.lstrip("/") if info else name, content)

    def drop(self, name: str) -> None:
        """Let there be no such part."""
        self._infos.pop(_key(name), None)
        self._loose.pop(_key(name), None)

    def shortfall(self, reason: str) -> None:
        """Remember that something is missing."""
        self._shortfalls[reason] = None

    def told(self) -> Iterator[Shortfall]:
        """All that was found missing, each reason once."""
        for reason in self._shortfalls:
            yield Shortfall(reason)
        self._shortfalls.clear()

    def stream(self, name: str) -> Iterator[bytes]:
        """The bytes of a part. Raises ``Damaged`` where they break off and ``Refused`` at the limit."""
        if (loose := self._loose.get(_key(name))) is not None:
            yield loose[1]
            return
        info = self._infos.get(_key(name))
        if info is None or self._zip is None:
            raise Damaged(f"the part {name} is missing")
        try:
            for piece in self._pieces.get(_key(name), [info]):
                with self._zip.open(piece) as part:
                    yield from self._bounded(part)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, struct.error) as error:
            raise Damaged(f"the part {name} is broken") from error
        except (NotImplementedError, RuntimeError) as error:
            raise Damaged(f"the part {name} is packed or locked in a way that cannot be opened here") from error

    def read(self, name: str, at_most: int = MAX_XML_BYTES) -> bytes:
        """The bytes of a part; what could be had of it if it breaks off, b"" if nothing, with the reason noted."""
        found = bytearray()
        try:
            for chunk in self.stream(name):
                found += chunk
                if len(found) > at_most:
                    self.shortfall(f"the part {name} is larger than {at_most // MIB} MiB and was read to there only")
                    break
        except Damaged as stop:
            self.shortfall(stop.reason)
        return bytes(found)

    def xml(self, name: str) -> Element | None:
        """The root of an XML part; None if it is missing or past all reading. What is broken is noted."""
        if name not in self:
            return None
        content = self.read(name)
        root, sound = parse_xml(content)
        if not sound and content.strip():
            self.shortfall(f"the part {name} is broken: {'what could be read is given' if root is not None else ''}")
        return root

    def _bounded(self, part: IO[bytes]) -> Iterator[bytes]:
        while chunk := part.read(CHUNK):
            self._spend(len(chunk))
            yield chunk

    def _spend(self, size: int) -> None:
        self._left -= size
        if self._left < 0:
            raise Refused(f"its parts would unpack to more than the {self._limit // MIB} MiB allowed for its size")

    def _salvage(self, document: Document) -> None:
        """Find parts by their own headers, for a file whose table of contents is gone."""
        raw = document.content()
        at = raw.find(_LOCAL_MAGIC)
        while at >= 0:
            end = self._salvage_one(raw, at)
            at = raw.find(_LOCAL_MAGIC, max(end, at + 4))
        if not self._loose:
            raise Damaged("the container is broken: no part of it can be found")
        self.shortfall("the file is cut off or its table of contents is gone: only what could be found is given")

    def _salvage_one(self, raw: bytes, at: int) -> int:
        if at + _LOCAL_HEADER.size > len(raw):
            return len(raw)
        _, _, flags, method, _, _, _, packed, _, name_length, extra_length = _LOCAL_HEADER.unpack_from(raw, at)
        start: int = at + _LOCAL_HEADER.size + name_length + extra_length
        name = raw[at + _LOCAL_HEADER.size : at + _LOCAL_HEADER.size + name_length].decode("utf-8", "replace")
        if flags & _ENCRYPTED or not name or name.endswith("/") or method not in {0, 8}:
            return start
        content, end = _inflate(raw, start, self._left) if method else (raw[start : start + packed], start + packed)
        self._spend(len(content))
        if content:
            self._loose[_key(name)] = (name.lstrip("/"), content)
        return end


def _inflate(raw: bytes, start: int, at_most: int) -> tuple[bytes, int]:
    """What can be unpacked from ``start``, and where its packed bytes end."""
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    found = bytearray()
    try:
        for position in range(start, len(raw), _PIECE):
            piece = raw[position : position + _PIECE]
            found += unpacker.decompress(piece, at_most + 1 - len(found))
            if unpacker.eof or unpacker.unconsumed_tail:
                return bytes(found), position + len(piece) - len(unpacker.unused_data)
    except zlib.error:
        return bytes(found), start
    return bytes(found), len(raw)


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def iterwalk(root: Element) -> Iterator[tuple[str, Any]]:
    """Start and end of every element below ``root``, without recursion: hostile files nest deeper than our stack."""
    yield from etree.iterwalk(root, events=("start", "end"))
