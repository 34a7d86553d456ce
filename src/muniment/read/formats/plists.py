"""Apple's property lists, and the web pages that Safari keeps in them."""

import datetime as dt
import plistlib
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote, urlsplit

from muniment.limits import MIB
from muniment.model import EntryKind
from muniment.read.formats import bplist
from muniment.read.formats.sections import chunks
from muniment.read.formats.tables.grid import Pager
from muniment.read.formats.tables.magic import has_known_magic
from muniment.read.reader import Damaged, Document, FactFound, Found, MemberFound, Refused

_MAX_BYTES = 256 * MIB
"""Lists longer than this would not fit into a reader's memory once they are objects."""

_MAX_VALUES = 2_000_000
"""Values shown: a small list can point to the same value again and again and so become endless."""

_MAX_NESTING = 200


def _load(document: Document) -> Any:
    if document.size > _MAX_BYTES:
        raise Refused(f"it is larger than the {_MAX_BYTES // MIB} MiB that can be read of a list of this kind")
    content = document.content()
    try:
        return plistlib.loads(content)
    except Exception as error:
        if content.startswith(b"bplist"):
            return bplist.loads(content)
        raise Damaged(f"the list breaks the rules of its format ({type(error).__name__})") from error


class PlistReader:
    """Reads property lists, binary or XML."""

    name = "plist"
    version = "1"
    media_types = frozenset({"application/x-bplist"})

    def read(self, document: Document) -> Iterator[Found]:
        """Yield every value with its key, a line each, and the files among the values."""
        members: list[MemberFound] = []
        pager = Pager(document.limits)
        yield from pager.notes(lines_of(_load(document), members), "")
        yield from members


def lines_of(value: Any, members: list[MemberFound]) -> Iterator[str]:
    """The values of a list, indented by how deep they lie; values that are files go to ``members``."""
    stack: list[tuple[str, Any, int]] = [("", value, 0)]
    count = 0
    while stack:
        key, item, depth = stack.pop()
        count += 1
        if count > _MAX_VALUES or depth > _MAX_NESTING:
            raise Refused(f"it holds more than {_MAX_VALUES} values, or values within values without end")
        indent = "  " * max(0, depth - 1)
        if isinstance(item, dict | list):
            if key:
                yield f"{indent}{key}:"
            pairs = item.items() if isinstance(item, dict) else (("-", child) for child in item)
            stack.extend((str(name), child, depth + 1) for name, child in reversed(list(pairs)))
        else:
            yield f"{indent}{key}{': ' if key not in {'', '-'} else ' ' if key else ''}{_shown(item, key, members)}"


def _shown(item: Any, key: str, members: list[MemberFound]) -> str:
    if isinstance(item, bytes):
        if has_known_magic(item):
            name = f"{len(members) + 1} {key}".strip(" -").encode("utf-8", "replace")
            members.append(MemberFound(name, EntryKind.EMBEDDED, chunks(item)))
            return f"<file of {len(item)} bytes>"
        return f"<{len(item)} bytes>"
    if isinstance(item, dt.datetime):
        return item.isoformat(sep=" ")
    if isinstance(item, plistlib.UID):
        return f"-> {item.data}"
    return str(item)


class WebArchiveReader:
    """Reads web pages saved by Safari."""

    name = "webarchive"
    version = "1"
    media_types = frozenset({"application/x-webarchive"})

    def read(self, document: Document) -> Iterator[Found]:
        """Yield the page's address and, as members, the page, what it shows, and the frames in it."""
        archive = _load(document)
        main = archive.get("WebMainResource") if isinstance(archive, dict) else None
        if not isinstance(main, dict):
            raise Damaged("the archive holds no page")
        if address := main.get("WebResourceURL"):
            yield FactFound("address", str(address))
        yield from _resources(archive)


def _resources(archive: dict[str, Any]) -> Iterator[MemberFound]:
    waiting: list[tuple[str, Any]] = [("", archive)]
    number = 0
    while waiting and number < _MAX_VALUES:
        prefix, frame = waiting.pop(0)
        if not isinstance(frame, dict):
            continue
        held = [frame.get("WebMainResource"), *_list(frame.get("WebSubresources"))]
        for resource in held:
            number += 1
            member = _resource(resource, prefix, number)
            if member is not None:
                yield member
        waiting += [(f"{prefix}frame {n}/", f) for n, f in enumerate(_list(frame.get("WebSubframeArchives")), 1)]


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


_SUFFIXES = {"text/html": ".html", "text/css": ".css", "text/plain": ".txt", "application/xhtml+xml": ".xhtml"}


def _resource(resource: Any, prefix: str, number: int) -> MemberFound | None:
    data = resource.get("WebResourceData") if isinstance(resource, dict) else None
    if not isinstance(data, bytes | str):
        return None
    content = data.encode("utf-8") if isinstance(data, str) else data
    path = unquote(_path(str(resource.get("WebResourceURL", ""))))
    base = path.rpartition("/")[2] or "page"
    suffix = _SUFFIXES.get(str(resource.get("WebResourceMIMEType", "")).lower(), "")
    if suffix and "." not in base:
        base += suffix
    name = f"{prefix}{number} {base}".replace("\0", "")
    return MemberFound(name.encode("utf-8", "replace"), EntryKind.EMBEDDED, chunks(content))


def _path(address: str) -> str:
    try:
        return urlsplit(address).path
    except ValueError:
        return ""
