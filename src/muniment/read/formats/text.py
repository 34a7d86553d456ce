"""Plain text in any encoding, of any length."""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

import chardet

from muniment.read.charset import SAMPLE_BYTES, Guess, guess
from muniment.read.flow import Pager
from muniment.read.reader import CHUNK, Document, Empty, FactFound, Found, Reader, Shortfall

_REPLACEMENT = "\ufffd"
_OWN_REPLACEMENT = _REPLACEMENT.encode()
"""U+FFFD as somebody wrote it into UTF-8: a character of the text, not a loss of ours."""


@dataclass(slots=True)
class Losses:
    """What decoding could not turn into characters."""

    undecodable: int = 0
    zeros: int = 0

    def shortfalls(self, encoding: str) -> Iterator[Shortfall]:
        """What is missing, in plain words."""
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
        losses, pager = Losses(), Pager(document.limits)
        for piece in decoded(document.file, guessed, losses):
            yield from pager.add(piece)
        yield from pager.end()
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


def decoded(file: BinaryIO, guessed: Guess, losses: Losses) -> Iterator[str]:
    """The characters of ``file`` piece by piece; what is lost on the way is counted in ``losses``."""
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


def _count_undecodable(text: str, chunk: bytes, guessed: Guess, losses: Losses) -> None:
    found = text.count(_REPLACEMENT)
    if found and guessed.encoding.startswith("utf-8"):
        found -= chunk.count(_OWN_REPLACEMENT)
    losses.undecodable += max(0, found)


READERS: tuple[Reader, ...] = (TextReader("text", frozenset({"text/plain", "text/markdown", "application/json"})),)
