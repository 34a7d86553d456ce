"""Outlook's mailbox files, .pst and .ost: every folder and every item, also those deleted but still there."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pypff  # type: ignore[import-not-found]  # a compiled library without types

from muniment.model import EntryKind, State
from muniment.read.formats.mail import mapi
from muniment.read.formats.mail.mail_names import message_name, safe_part
from muniment.read.formats.mail.mapi import Attached, Item, Value, value_of
from muniment.read.formats.mail.mapi_letter import mail_file
from muniment.read.formats.mail.pst_items import Items
from muniment.read.formats.mail.pst_tables import several
from muniment.read.reader import (
    CHUNK,
    Damaged,
    Document,
    FactFound,
    Found,
    MemberFound,
    ReadingStopped,
    Refused,
    Shortfall,
)

_CONTENT_COUNT = 0x3602
_HIDDEN_COUNT = 0x3617
_KIND_BITS = 0x1F
_FOLDER = 0x02
_SEARCH_FOLDER = 0x03
_MESSAGE = 0x04
_DEEPEST = 200
"""Folders within folders: Outlook itself stops at some 300 characters of path."""

_RECOVERED = "recovered (deleted)"
_LIBRARY_FAULTS = (OSError, MemoryError, ValueError, TypeError, AttributeError)
"""What libpff raises for broken or missing parts, out of its own memory limits too."""


@dataclass(slots=True)
class _Walk:
    """What is known while the folders are walked."""

    document: Document
    items: Items | None
    codepage: str
    messages: int = 0
    failed: int = 0
    hidden: int = 0
    given: int = 0
    seen: set[int] = field(default_factory=set)

    def counted(self, member: MemberFound) -> MemberFound:
        self.given += 1
        if self.given > self.document.limits.members:
            raise Refused(f"the mailbox holds more than {self.document.limits.members} folders and items")
        return member


class PstReader:
    """An Outlook mailbox: each item becomes a mail file put together from its properties."""

    name = "libpff"
    version = str(pypff.get_version())
    media_types = frozenset({"application/vnd.ms-outlook-pst"})

    def read(self, document: Document) -> Iterator[Found]:
        """Yield every folder and item; memory stays flat however large the mailbox."""
        document.file.seek(0)
        mailbox = pypff.file()
        try:
            mailbox.open_file_object(document.file)
            root = mailbox.get_root_folder()
        except _LIBRARY_FAULTS as error:
            raise Damaged("the mailbox cannot be opened: its beginning, or its list of parts, is broken") from error
        items, reason = _own_items(document)
        if reason:
            yield Shortfall(f"items within items, and some properties of contacts and appointments: {reason}")
        walk = _Walk(document, items, str(mailbox.get_ascii_codepage() or ""))
        if root is not None:
            yield from _folders(root, walk)
        yield from _orphans(mailbox, walk)
        yield FactFound("messages", str(walk.messages))
        if walk.hidden:
            yield FactFound("hidden-settings", str(walk.hidden))
        if walk.failed:
            yield Shortfall(f"{walk.failed} of {walk.messages} items cannot be read; each is listed")


def _own_items(document: Document) -> tuple[Items | None, str]:
    try:
        items = Items(document.file)
    except ReadingStopped as stop:
        return None, stop.reason
    return items, "; ".join(items.shortfalls)


def _folders(root: Any, walk: _Walk, prefix: str = "") -> Iterator[Found]:
    """The folders below ``root`` and what they hold, one after the other: no recursion, so none too deep."""
    waiting: list[tuple[Any, str, int]] = [(root, prefix, 0)]
    while waiting:
        folder, path, depth = waiting.pop()
        if path:
            yield _folder_entry(folder, path, walk)
        yield from _messages(folder, path, walk)
        below = []
        for found in _subfolders(folder, path):
            if isinstance(found, Shortfall):
                yield found
            elif depth < _DEEPEST:
                below.append((*found, depth + 1))
            else:
                yield Shortfall(f"{found[1]}: folders are nested too deep")
        waiting += reversed(below)


def _subfolders(folder: Any, path: str) -> Iterator[tuple[Any, str] | Shortfall]:
    names: set[str] = set()
    try:
        count = folder.get_number_of_sub_folders()
    except _LIBRARY_FAULTS:
        yield Shortfall(f"{path or 'the mailbox'}: its folders cannot be listed")
        return
    for number in range(count):
        try:
            below = folder.get_sub_folder(number)
            name = safe_part(below.get_name() or "", f"folder {number + 1}")
        except _LIBRARY_FAULTS:
            yield Shortfall(f"{path or 'the mailbox'}: folder {number + 1} of {count} cannot be opened")
            continue
        name = f"{name} ({number + 1})" if name.casefold() in names else name
        names.add(name.casefold())
        yield below, f"{path}{name}/"


def _folder_entry(folder: Any, path: str, walk: _Walk) -> MemberFound:
    is_search = _identifier(folder) & _KIND_BITS == _SEARCH_FOLDER
    reason = "a saved search: what it found is kept in other folders" if is_search else "a folder of the mailbox"
    entry = MemberFound(path.encode("utf-8", "replace"), EntryKind.FOLDER, None, State.NOTED, reason)
    return walk.counted(entry)


def _identifier(thing: Any) -> int:
    try:
        return int(thing.get_identifier())
    except _LIBRARY_FAULTS:
        return 0


def _messages(folder: Any, path: str, walk: _Walk) -> Iterator[Found]:
    try:
        count = folder.get_number_of_sub_messages()
    except _LIBRARY_FAULTS:
        yield Shortfall(f"{path or 'the mailbox'}: its items cannot be listed")
        count = 0
    for number in range(count):
        yield _message(lambda number=number: folder.get_sub_message(number), path, number + 1, walk)  # type: ignore[misc]
    told, hidden = (_folder_count(folder, tag) for tag in (_CONTENT_COUNT, _HIDDEN_COUNT))
    walk.hidden += hidden
    if told > count and _identifier(folder) & _KIND_BITS == _FOLDER:
        yield Shortfall(f"{path or 'the mailbox'}: it counts {told} items, but lists only {count}")


def _folder_count(folder: Any, tag: int) -> int:
    try:
        values = _values_of(folder, "", wanted=frozenset({tag}))
    except _LIBRARY_FAULTS:
        return 0
    return mapi.number_at(values, tag)


def _message(get: Callable[[], Any], path: str, number: int, walk: _Walk) -> MemberFound:
    walk.messages += 1
    identity = 0
    try:
        message = get()
        identity = _identifier(message)
        walk.seen.add(identity)
        item = _item_of(message, identity, walk)
    except (ReadingStopped, *_LIBRARY_FAULTS):
        walk.failed += 1
        name = path.encode("utf-8", "replace") + message_name(number, "")
        reason = "this item of the mailbox is broken and cannot be read"
        return walk.counted(MemberFound(name, EntryKind.MESSAGE, None, State.DAMAGED, reason))
    name = path.encode("utf-8", "replace") + message_name(number, mapi.subject_of(item.properties))
    when = mapi.text_at(item.properties, mapi.DELIVERED) or mapi.text_at(item.properties, mapi.SUBMITTED)
    content = mail_file(item, f"{identity:x}")
    reason = "put together as a mail file from its properties"
    return walk.counted(MemberFound(name, EntryKind.MESSAGE, content, reason=reason, modified=when))


def _item_of(message: Any, identity: int, walk: _Walk) -> Item:
    """The item as read here; where that fails, as libpff gives it."""
    if walk.items is not None and identity:
        try:
            return walk.items.item(identity)
        except ReadingStopped as stop:
            fault = stop.reason
    else:
        fault = ""
    return _library_item(message, walk.codepage, (fault,) if fault else ())


def _library_item(message: Any, codepage: str, shortfalls: tuple[str, ...]) -> Item:
    values = _values_of(message, codepage)
    recipients = message.recipients
    people = tuple(_records(recipients, codepage)) if recipients is not None else ()

    def attachments() -> Iterator[Attached]:
        for number in range(message.get_number_of_attachments()):
            yield _library_attachment(message, number, codepage)

    return Item(values, {}, people, attachments, shortfalls)


def _library_attachment(message: Any, number: int, codepage: str) -> Attached:
    try:
        attached = message.get_attachment(number)
        values = _values_of(attached, codepage, skip=frozenset({mapi.ATTACHED_DATA}))
    except _LIBRARY_FAULTS:
        return Attached({}, missing="the mailbox is broken where it should be")
    method = mapi.number_at(values, mapi.ATTACHED_METHOD)
    if method == mapi.METHOD_EMBEDDED:
        return Attached(values, missing="an item within an item cannot be had from this mailbox")
    if method in mapi.METHODS_BY_REFERENCE:
        return Attached(values, missing="the message only names where it was kept, and does not hold it")
    return Attached(values, lambda: _library_bytes(attached))


def _library_bytes(attached: Any) -> Iterator[bytes]:
    try:
        left = attached.get_size()
        attached.seek_offset(0, 0)
        while left > 0:
            chunk = attached.read_buffer(min(left, CHUNK))
            if not chunk:
                break
            left -= len(chunk)
            yield chunk
    except _LIBRARY_FAULTS as error:
        raise Damaged("the attachment breaks off") from error


def _values_of(
    thing: Any, codepage: str, wanted: frozenset[int] = frozenset(), skip: frozenset[int] = frozenset()
) -> dict[int, Value]:
    return next(_records(thing, codepage, wanted, skip), {})


def _records(
    thing: Any, codepage: str, wanted: frozenset[int] = frozenset(), skip: frozenset[int] = frozenset()
) -> Iterator[dict[int, Value]]:
    for number in range(thing.get_number_of_record_sets()):
        values: dict[int, Value] = {}
        for entry in thing.get_record_set(number).entries:
            tag = entry.entry_type
            if tag is None or tag in skip or (wanted and tag not in wanted):
                continue
            value = _entry_value(entry, codepage)
            if value is not None:
                values[tag] = value
        yield values


def _entry_value(entry: Any, codepage: str) -> Value | None:
    try:
        kind, raw = entry.value_type, entry.data
    except _LIBRARY_FAULTS:
        return None
    if raw is None or kind is None:
        return None
    if kind & mapi.MULTIPLE:
        return several(kind & ~mapi.MULTIPLE, raw, codepage)
    return value_of(kind, raw, codepage)


def _orphans(mailbox: Any, walk: _Walk) -> Iterator[Found]:
    """Items that no folder lists any more: deleted, but not yet overwritten."""
    try:
        count = mailbox.get_number_of_orphan_items()
    except _LIBRARY_FAULTS:
        yield Shortfall("items that no folder lists any more cannot be looked for")
        return
    found = 0
    for number in range(count):
        kind = _orphan_kind(mailbox, number)
        if kind == _MESSAGE:
            found += 1
            if found == 1:
                path = f"{_RECOVERED}/"
                entry = MemberFound(
                    path.encode(), EntryKind.FOLDER, None, State.NOTED, "no folder lists these any more"
                )
                yield walk.counted(entry)
            get = lambda number=number: mailbox.get_orphan_item(number)  # noqa: E731 - bound to this number
            yield _message(get, f"{_RECOVERED}/", found, walk)
        elif kind == _FOLDER:
            yield from _folders(mailbox.get_orphan_item(number), walk, f"{_RECOVERED}/folder {number + 1}/")
        elif kind < 0:
            yield Shortfall(f"item {number + 1} of {count} that no folder lists any more cannot be opened")


def _orphan_kind(mailbox: Any, number: int) -> int:
    try:
        return int(mailbox.get_orphan_item(number).get_identifier()) & _KIND_BITS
    except _LIBRARY_FAULTS:
        return -1
