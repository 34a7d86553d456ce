"""Plain text in any encoding, of any length."""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

import chardet

from muniment.read.charset import SAMPLE_BYTES, Guess, guess
from muniment.read.parts import parts
from muniment.read.reader import CHUNK, Document, Empty, FactFound, Found, PageFound, Reader, Refused, Shortfall

_REPLACEMENT = "\ufffd"
_OWN_REPLACEMENT = _REPLACEMENT.encode()
"""U+FFFD as somebody wrote it into UTF-8: a character of the text, not a loss of ours."""

_KEEP = 200_000
"""Characters decoded before pages are cut off: long enough that the rest carried over costs nothing."""


@dataclass(slots=True)
class _Losses:
    """What decoding could not turn into characters."""

    undecodable: int = 0
    zeros: int = 0

    def shortfalls(self, encoding: str) -> Iterator[Shortfall]:
        if self.undecodable:
            lost = "1 place" if self.undecodable == 1 else f"{self.undecodable} places"
            yield Shortfall(f"in {lost} bytes are no letters of the encoding ({encoding}) and show as {_REPLACEMENT}")
        if self.zeros:
            yield Shortfall(f"{self.zeros} empty (zero) bytes between the words were left out")


class TextReader:
    """Reads text piece by piece, so that a log of many hundred megabytes needs no more memory than a note."""

    def __init__(self, name: str, media_types: frozenset[str]) -> None:
        self.name = name
        self.version = f"1 (chardet {chardet.__version__})"
        self.media_types = media_types

    def read(self, document: Document) -> Iterator[Found]:
        """Yield the encoding and the pages; what is undecodable stays visible and is counted."""
        if not document.size:
            raise Empty("the file is empty: it holds not one byte")
        guessed = guess(sample_of(document.file))
        yield FactFound("encoding", guessed.encoding)
        losses = _Losses()
        yield from _numbered(_pages(_decoded(document.file, guessed, losses)), document)
        yield from losses.shortfalls(guessed.encoding)


def sample_of(file: BinaryIO) -> bytes:
    """The bytes that tell the encoding: from the first that are not ASCII, for those before say nothing."""
    file.seek(0)
    first = chunk = file.read(SAMPLE_BYTES)
    while chunk and chunk.isascii() and b"\x00" not in chunk and b"\x1b" not in chunk:
        chunk = file.read(CHUNK)
    if not chunk or chunk is first:
        return first
    at = next((number for number, byte in enumerate(chunk) if byte >= 0x80), 0)  # noqa: PLR2004 - ASCII ends there
    return chunk[max(0, at - 1) : at + SAMPLE_BYTES]


def _decoded(file: BinaryIO, guessed: Guess, losses: _Losses) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(guessed.encoding)("replace")
    is_narrow = not guessed.encoding.startswith(("utf-16", "utf-32"))
    file.seek(0)
    while chunk := file.read(CHUNK):
        if is_narrow and b"\x00" in chunk:
            losses.zeros += chunk.count(b"\x00")
            chunk = chunk.replace(b"\x00", b"")
        text = decoder.decode(chunk)
        _count_undecodable(text, chunk, guessed, losses)
        yield text
    rest = decoder.decode(b"", final=True)
    losses.undecodable += rest.count(_REPLACEMENT)
    yield rest


def _count_undecodable(text: str, chunk: bytes, guessed: Guess, losses: _Losses) -> None:
    found = text.count(_REPLACEMENT)
    if found and guessed.encoding.startswith("utf-8"):
        found -= chunk.count(_OWN_REPLACEMENT)
    losses.undecodable += max(0, found)


def _pages(pieces: Iterator[str]) -> Iterator[str]:
    """The texts of the pages, cut as ``parts`` cuts, from a stream of pieces."""
    held = ""
    for piece in pieces:
        held += piece
        if len(held) < _KEEP:
            continue
        *whole, held = parts(held)
        yield from whole
    yield from parts(held)


def _numbered(texts: Iterator[str], document: Document) -> Iterator[PageFound]:
    limits, chars, number = document.limits, 0, 0
    for text in texts:
        if not text.strip():
            continue
        number += 1
        chars += len(text)
        if number > limits.pages or chars > limits.document_chars:
            raise Refused(f"only the first {number - 1:,} pages were taken: the text is longer than the limit")
        yield PageFound(number, text)


READERS: tuple[Reader, ...] = (TextReader("text", frozenset({"text/plain", "text/markdown", "application/json"})),)
