"""OLE2 containers: the facts they state, and the files that hide in them under OLE's wrappings."""

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import olefile  # type: ignore[import-untyped]  # ships no types

from muniment.limits import MIB
from muniment.read.formats.sections import chunks
from muniment.read.reader import Damaged, FactFound

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

MAX_STREAM_BYTES = 512 * MIB
"""A stream larger than this would not fit into the memory of a reader several times over."""

_WHOLE_FILE_STREAMS = ("CONTENTS", "Package", "EmbeddedOdf", "Contents")
"""Streams that hold the bytes of an embedded file as they are: PDF and Works, OOXML, OpenDocument."""

_NATIVE = "\x01Ole10Native"

_FACTS = {
    "title": "title",
    "subject": "subject",
    "author": "author",
    "keywords": "keywords",
    "comments": "description",
    "template": "template",
    "last_saved_by": "last-author",
    "revision_number": "revision",
    "last_printed": "printed",
    "create_time": "created",
    "last_saved_time": "modified",
    "creating_application": "application",
    "category": "category",
    "manager": "manager",
    "company": "company",
}
"""Properties as the library calls them, and what we call them."""


_NO_DATE = 1601
"""The year in which the format's clock starts: it stands for "never"."""


@dataclass(frozen=True, slots=True)
class Unwrapped:
    """A file taken out of its OLE wrapping; ``name`` is what the wrapping calls it, "" if nothing."""

    name: str
    content: bytes

    def named_after(self, wrapper: str) -> bytes:
        """A name for the file that tells where it was and what it is called there."""
        folder, _, base = wrapper.rpartition("/")
        own = self.name.replace("\\", "/").rpartition("/")[2]
        stem = base.rpartition(".")[0] or base
        return f"{folder + '/' if folder else ''}{stem}{' ' + own if own else ''}".encode("utf-8", "surrogateescape")

    def chunks(self) -> Iterator[bytes]:
        """Its bytes."""
        return chunks(self.content)


def open_ole(source: Any) -> Any:
    """The container in ``source``, a handle or bytes. Raises ``Damaged``."""
    try:
        if not isinstance(source, bytes):
            source.seek(0)
        return olefile.OleFileIO(io.BytesIO(source) if isinstance(source, bytes) else source)
    except Exception as error:
        raise Damaged(f"the container of the document is broken ({type(error).__name__})") from error


def stream_of(container: Any, name: str | list[str]) -> bytes:
    """The bytes of a stream, b"" if it is not there. Raises ``Damaged``."""
    try:
        if not container.exists(name):
            return b""
        with container.openstream(name) as stream:
            return bytes(stream.read(MAX_STREAM_BYTES))
    except Exception as error:
        shown = name if isinstance(name, str) else "/".join(name)
        raise Damaged(f"the stream {shown.strip(chr(1))} is broken ({type(error).__name__})") from error


def ole_facts(container: Any) -> Iterator[FactFound]:
    """What the document says about itself. Raises ``Damaged``."""
    try:
        metadata = container.get_metadata()
    except Exception as error:
        raise Damaged(f"the properties of the document are broken ({type(error).__name__})") from error
    for theirs, ours in _FACTS.items():
        if value := _plain(getattr(metadata, theirs, None), getattr(metadata, "codepage", None)):
            yield FactFound(ours, value)


def _plain(value: Any, codepage: int | None) -> str:
    if isinstance(value, bytes):
        return decode(value, codepage).partition("\0")[0].strip()
    if isinstance(value, datetime):
        return value.isoformat() if value.year > _NO_DATE else ""
    return str(value) if value else ""


def decode(raw: bytes, codepage: int | None) -> str:
    """``raw`` by a Windows code page number (which older files store as a negative one), Western if it is unknown."""
    number = (codepage or 1252) % 65536
    name = {65001: "utf-8", 1200: "utf-16-le", 10000: "mac-roman", 936: "gb18030", 949: "cp949"}.get(number)
    try:
        return raw.decode(name or f"cp{number}", "replace")
    except LookupError:
        return raw.decode("cp1252", "replace")


def unwrapped(untrusted: bytes) -> Unwrapped | None:
    """The file inside an OLE object; None if the object itself is the document."""
    if not untrusted.startswith(OLE_MAGIC):
        return None
    try:
        container = open_ole(untrusted)
        return unwrapped_from(container, [])
    except Damaged:
        return None  # the wrapped bytes are handed on as they are, and will be judged as a file of their own


def unwrapped_from(container: Any, folder: list[str]) -> Unwrapped | None:
    """The file inside the OLE object that lies in ``folder`` of ``container``. Raises ``Damaged``."""
    native = stream_of(container, [*folder, _NATIVE])
    if native:
        return from_native(native)
    for name in _WHOLE_FILE_STREAMS:
        content = stream_of(container, [*folder, name])
        if content:
            return Unwrapped("", content)
    return None


def from_native(raw: bytes) -> Unwrapped | None:
    """The file in an "Ole10Native" stream; its raw bytes if it is not wrapped by the packager."""
    try:
        return _packaged(raw)
    except (struct.error, ValueError):
        return Unwrapped("", raw[4:]) if len(raw) > 4 else None  # noqa: PLR2004 - the length that comes first


def _packaged(raw: bytes) -> Unwrapped:
    """Size, flags, label, path, two numbers, temporary path, size, bytes; some have the label in UTF-16 after that."""
    label_end = raw.index(b"\0", 6)
    path_end = raw.index(b"\0", label_end + 1)
    temporary_length = struct.unpack_from("<I", raw, path_end + 5)[0]
    at = path_end + 9 + temporary_length
    size = struct.unpack_from("<I", raw, at)[0]
    if struct.unpack_from("<H", raw, 4)[0] != 2 or at + 4 + size > len(raw):  # noqa: PLR2004 - the packager's mark
        raise ValueError
    label = raw[6:label_end].decode("cp1252", "replace")
    return Unwrapped(_long_name(raw[at + 4 + size :]) or label, raw[at + 4 : at + 4 + size])


def _long_name(rest: bytes) -> str:
    """The label in UTF-16, the second of the three strings that may follow the bytes; "" if there is none."""
    try:
        first = struct.unpack_from("<I", rest, 0)[0]
        second = struct.unpack_from("<I", rest, 4 + 2 * first)[0]
        start = 8 + 2 * first
        return rest[start : start + 2 * second].decode("utf-16-le") if 2 * second <= len(rest) - start else ""
    except (struct.error, UnicodeDecodeError):
        return ""
