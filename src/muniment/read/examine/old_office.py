"""Office documents before 2007: their property sets, the times of their storage, and who saved them where."""

import struct
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from muniment.read.examine.trait import Gap, Key, Seen, Trait
from muniment.read.formats.office.office_lock import unlock_office
from muniment.read.formats.office.ole import decode, open_ole, stream_of
from muniment.read.reader import Damaged, Document

MOST_SAVERS = 50
"""Lines of the list of those who saved a document; Word keeps the last ten."""

_SETS = {
    "creating_application": Key.PRODUCER,
    "author": Key.AUTHOR,
    "last_saved_by": Key.LAST_AUTHOR,
    "title": Key.TITLE,
    "template": Key.TEMPLATE,
    "revision_number": Key.REVISION,
    "create_time": Key.CREATED,
    "last_saved_time": Key.MODIFIED,
    "last_printed": Key.PRINTED,
    "company": Key.COMPANY,
    "manager": Key.MANAGER,
}
_NO_DATE = 1601
"""The year in which the format's clock starts: it stands for "never"."""

_SECONDS_A_MINUTE = 60

_SAVED_BY = 0x2D2
"""Where the head of a Word document says where the list of its savers lies ([MS-DOC], FibRgFcLcb97)."""

_FLAGS = 0x0A
_OTHER_TABLE = 0x0200
_WORD_97 = 0x00C1


def examine_ole(document: Document) -> Iterator[Seen]:
    """What an old Office document tells of its making. Raises ``Damaged``, ``Locked``."""
    container = open_ole(unlock_office(document).file)
    yield from _property_sets(container)
    yield from _storage_times(container)
    try:
        yield from _savers(container)
    except (struct.error, IndexError, Damaged) as error:
        yield Gap(f"the list of those who saved it is broken ({type(error).__name__})")


def _property_sets(container: Any) -> Iterator[Seen]:
    try:
        metadata = container.get_metadata()
    except Exception as error:  # noqa: BLE001 - the library raises whatever struct, codecs and datetime do
        yield Gap(f"its properties are broken ({type(error).__name__})")
        return
    for name, key in _SETS.items():
        if value := _plain(getattr(metadata, name, None), metadata.codepage):
            yield Trait(key, value, "SummaryInformation")
    if isinstance(edited := metadata.total_edit_time, int) and edited:
        yield Trait(Key.MINUTES, str(edited // _SECONDS_A_MINUTE), "SummaryInformation")


def _plain(value: Any, codepage: int | None) -> str:
    if isinstance(value, bytes):
        return decode(value, codepage).partition("\0")[0].strip()
    if isinstance(value, datetime):
        return f"{value.isoformat()}Z" if value.year > _NO_DATE else ""
    return str(value) if value else ""


def _storage_times(container: Any) -> Iterator[Trait]:
    for told, when in (("made", container.root.getctime()), ("changed", container.root.getmtime())):
        if isinstance(when, datetime) and when.year > _NO_DATE:
            yield Trait(Key.BUILD, f"its storage was {told} {when.isoformat()}Z", "root of the container")


def _savers(container: Any) -> Iterator[Seen]:
    """Names and the paths they saved to, oldest first, as Word 97 to 2003 keep them."""
    main = stream_of(container, "WordDocument")
    if len(main) < _SAVED_BY + 8 or struct.unpack_from("<H", main, 2)[0] < _WORD_97:
        return
    flags = struct.unpack_from("<H", main, _FLAGS)[0]
    table = stream_of(container, "1Table" if flags & _OTHER_TABLE else "0Table")
    start, length = struct.unpack_from("<II", main, _SAVED_BY)
    strings = list(_strings(table[start : start + length])) if length else []
    for name, path in list(zip(strings[::2], strings[1::2], strict=False))[:MOST_SAVERS]:
        yield Trait(Key.EVENT, f"saved by {name} as {path}", "list of savers")


def _strings(table: bytes) -> Iterator[str]:
    """The strings of an extended string table (STTB): UTF-16, each after its length."""
    if len(table) < 6 or table[:2] != b"\xff\xff":  # noqa: PLR2004 - mark, count, size of what comes with each
        return
    count, extra = struct.unpack_from("<HH", table, 2)
    at = 6
    for _ in range(min(count, 2 * MOST_SAVERS)):
        (chars,) = struct.unpack_from("<H", table, at)
        yield table[at + 2 : at + 2 + 2 * chars].decode("utf-16-le", "replace")
        at += 2 + 2 * chars + extra
