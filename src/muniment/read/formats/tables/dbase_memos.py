"""The long texts of dBASE and FoxPro tables, which lie in a file beside the table (.dbt, .fpt), by their numbers."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from muniment.model import EntryKind
from muniment.read.charset import guess
from muniment.read.detection.memos import FOXPRO_HEAD, MEMOS, block_size_of, is_foxpro
from muniment.read.formats.sections import chunks
from muniment.read.formats.tables.grid import Pager
from muniment.read.reader import Damaged, Document, Found, MemberFound, Shortfall

_SAMPLE = 256 * 1024
"""Bytes of text by which the encoding is guessed."""

_DBASE_4_MARK = b"\xff\xff\x08\x00"
_END = b"\x1a"
_TEXT, _PICTURE, _OBJECT = 1, 0, 2


@dataclass(frozen=True, slots=True)
class _Memo:
    """One text, or one object, and its number."""

    number: int
    content: bytes
    is_text: bool = True
    is_whole: bool = True


class MemoReader:
    """Gives every text as a page under the number by which the table names it."""

    name = "dbase-memos"
    version = "1"
    media_types = frozenset({MEMOS})

    def read(self, document: Document) -> Iterator[Found]:
        """Yield pages, and objects as files. Raises ``Damaged`` if the header makes no sense."""
        content = document.content()
        size = block_size_of(content)
        if not size:
            raise Damaged("the header of the file makes no sense")
        memos = list(_foxpro(content, size) if is_foxpro(content) else _dbase(content, size))
        sample = b"\n".join(memo.content for memo in memos if memo.is_text)[:_SAMPLE]
        encoding = "cp1252" if sample.isascii() else guess(sample).encoding
        pager = Pager(document.limits)
        for memo in memos:
            if memo.is_text:
                yield from pager.page(memo.content.decode(encoding, "replace").rstrip("\0 "), f"text {memo.number}")
            else:
                yield MemberFound(f"object {memo.number}".encode(), EntryKind.EMBEDDED, chunks(memo.content))
        for memo in memos:
            if not memo.is_whole:
                yield Shortfall(f"text {memo.number} is cut off")


def _foxpro(content: bytes, size: int) -> Iterator[_Memo]:
    number = -(-FOXPRO_HEAD // size)
    while number * size + 8 <= len(content):
        kind, length = struct.unpack_from(">II", content, number * size)
        start = number * size + 8
        if kind not in {_TEXT, _PICTURE, _OBJECT} or not length or start + length > len(content) + size:
            number += 1
            continue
        yield _Memo(number, content[start : start + length], kind == _TEXT, start + length <= len(content))
        number += -(-(8 + length) // size)


def _dbase(content: bytes, size: int) -> Iterator[_Memo]:
    number = 1
    while number * size < len(content):
        start = number * size
        if content.startswith(_DBASE_4_MARK, start):
            length = max(8, struct.unpack_from("<I", content.ljust(start + 8, b"\0"), start + 4)[0])
            text, is_whole = content[start + 8 : start + length], start + length <= len(content)
        else:
            end = content.find(_END, start)
            is_whole = end >= 0
            text = content[start : end if is_whole else len(content)]
            length = len(text) + 1
        if text.strip(b"\0 "):
            yield _Memo(number, text.partition(_END)[0].replace(b"\x8d\n", b""), is_whole=is_whole)
        number += -(-length // size)
