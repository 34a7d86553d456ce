"""Files that travel inside a PDF: their names, and what words can be had from them."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

import pikepdf
import pypdfium2  # type: ignore[import-untyped] # the library has no type marker

from muniment.read.formats.pages import pdfparts
from muniment.read.reader import ReadingStopped

MOST_BYTES = 64 << 20
"""Bytes of one attached file that are looked at, and of all that is packed in it."""

_MOST_MEMBERS = 2_000
_MOST_DEPTH = 3
"""Files within files within files that are still opened."""

_MOST_PAGES = 300

_MADE_UP = re.compile(r"attachment \d+")
"""What files without a name are called here."""

_TAG = re.compile(r"<[^<>]{0,2000}>")
_ENCODINGS = ("utf-8-sig", "utf-16", "gb18030", "cp1251", "cp1252")


@dataclass(frozen=True, slots=True)
class Attached:
    """One attached file: its hostile name, its bytes as far as they are looked at, and its words."""

    name: str
    data: bytes
    text: str
    is_whole: bool
    is_named: bool
    """Whether it is attached under a name; streams that only call themselves files may be parts of a form."""


def attached(pdf: pikepdf.Pdf) -> Iterator[Attached]:
    """The files inside ``pdf``, each once."""
    for member in pdfparts.attachments(pdf, pdfparts.survey(pdf)):
        data, is_whole = _limited(member.content or iter(()))
        name = member.name.decode("utf-8", "replace")
        yield Attached(name, data, text_of(data), is_whole, not _MADE_UP.fullmatch(name))


def _limited(pieces: Iterator[bytes]) -> tuple[bytes, bool]:
    gathered = bytearray()
    try:
        for piece in pieces:
            gathered += piece
            if len(gathered) > MOST_BYTES:
                return bytes(gathered[:MOST_BYTES]), False
    except (ReadingStopped, pikepdf.PdfError, RuntimeError, ValueError):
        return bytes(gathered), False
    return bytes(gathered), True


def text_of(data: bytes, depth: int = 0) -> str:
    """The words of a file: of PDF its pages, of office files and archives all text packed in them, else its bytes.

    Of PDF also its own attachments, of archives also the files packed in them, down to ``_MOST_DEPTH``.
    """
    if data[:1024].lstrip().startswith(b"%PDF"):
        return "\n".join((_pdf_text(data), *(_carried_texts(data, depth) if depth < _MOST_DEPTH else ())))
    if data.startswith(b"PK\x03\x04") and depth < _MOST_DEPTH:
        return "\n".join(_packed_texts(data, depth))
    return _plain(data)


def _carried_texts(data: bytes, depth: int) -> Iterator[str]:
    """The names and words of what a PDF carries in turn."""
    room = MOST_BYTES
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            for member in pdfparts.attachments(pdf, pdfparts.survey(pdf)):
                content, is_whole = _limited(member.content or iter(()))
                room -= len(content)
                yield member.name.decode("utf-8", "replace")
                yield text_of(content, depth + 1)
                if room <= 0 or not is_whole:
                    return
    except (pikepdf.PdfError, RuntimeError, ValueError):
        return  # its pages count all the same, and its bytes are searched as well


def _pdf_text(data: bytes) -> str:
    texts = []
    try:
        with closing(pypdfium2.PdfDocument(data)) as pdf:
            for index in range(min(len(pdf), _MOST_PAGES)):
                with closing(pdf[index].get_textpage()) as textpage:
                    texts.append(str(textpage.get_text_range()))
    except pypdfium2.PdfiumError:
        return "\n".join(texts)
    return "\n".join(texts)


def _packed_texts(data: bytes, depth: int) -> Iterator[str]:
    room = MOST_BYTES
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            for info in packed.infolist()[:_MOST_MEMBERS]:
                yield info.filename
                with packed.open(info) as member:
                    content = member.read(room)
                room -= len(content)
                yield text_of(content, depth + 1)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError, ValueError):
        return  # what could be unpacked until then counts; the bytes themselves are searched as well


def _plain(data: bytes) -> str:
    """Bytes as text, without the tags of a markup; "" where they are none."""
    head = data[:4096]
    for encoding in _ENCODINGS:
        if encoding == "utf-16" and b"\0" not in head:
            continue
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if sum(char.isprintable() or char.isspace() for char in text[:4096]) < 0.9 * len(text[:4096]):
            continue
        return _TAG.sub(" ", text.replace("</w:p>", "\n").replace("<w:tab/>", " ")) if "<" in text[:200] else text
    return ""
