"""OneNote sections (.one): a page for each page of notes, earlier versions of its words told apart."""

import struct
from collections.abc import Iterator

from muniment.counting import counted
from muniment.model import EntryKind
from muniment.read.formats.office.onestore import Declared, Store, read_store
from muniment.read.formats.office.textruns import texts_behind_lengths
from muniment.read.formats.sections import Section, chunks, pages_of_sections
from muniment.read.reader import Damaged, Document, Found, MemberFound, Refused, Shortfall

_SECTION = bytes.fromhex("e4525c7b8cd8a74daeb15378d02996d3")
_CONTENTS = bytes.fromhex("a12ff843d9ef764c9ee210ea5722765f")
_REVISION_STORE = bytes.fromhex("3fdd9a101b91f549a5d01791edc8aed8")
_HEAD = 1024
_MOST_BYTES = 1 << 30
"""A section larger than this would not fit into the memory of a reader."""

_TEXT, _TEXT_LATIN, _TITLE, _LINK = 0x1C001C22, 0x1C003498, 0x1C001D3C, 0x1C001E20
_FILE_NAME, _PICTURE_NAME, _ALT_TEXT, _SOURCE = 0x1C001D9C, 0x1C001DD7, 0x1C001E58, 0x1C001D9D
_OTHER_TITLE, _SECTION_NAME, _TAG = 0x1C001CF3, 0x1C00349B, 0x1C003468
_SHOWN = (_TEXT, _TEXT_LATIN, _TAG, _FILE_NAME, _PICTURE_NAME, _ALT_TEXT, _LINK, _SOURCE)
_TITLES = (_TITLE, _OTHER_TITLE, _SECTION_NAME)


class OneNoteReader:
    """Gives the notes page by page; embedded files and pictures as members."""

    name = "onenote"
    version = "1"
    media_types = frozenset({"application/onenote"})

    def read(self, document: Document) -> Iterator[Found]:
        """Yield pages and embedded files. Raises ``Damaged`` or ``Refused``."""
        if document.size > _MOST_BYTES:
            raise Refused("the section is larger than a reader can hold")
        raw = document.content()
        if raw[:16] not in {_SECTION, _CONTENTS} or len(raw) < _HEAD:
            raise Damaged("the section does not begin as its format demands")
        if raw[48:64] != _REVISION_STORE:
            yield from _by_search(raw)
            return
        try:
            store = read_store(raw)
        except struct.error as error:
            raise Damaged("the head of the section is broken") from error
        yield from pages_of_sections(_sections(store))
        yield from _members(store)
        if store.broken:
            lost = counted(store.broken, "part of the section is", "parts of the section are")
            yield Shortfall(f"{lost} broken: text or files may be missing")


def _sections(store: Store) -> Iterator[Section]:
    """Each page under its title, then what its objects said in earlier versions."""
    versions: dict[int, dict[object, list[str]]] = {}
    titles: dict[int, str] = {}
    for declared in store.objects:
        text = _text(declared)
        if text:
            said = versions.setdefault(declared.space, {}).setdefault(declared.identity, [])
            if text not in said:
                said.append(text)
            elif said[-1] != text:
                said.remove(text)
                said.append(text)
        if title := _first(declared, _TITLES):
            titles[declared.space] = title
    for space in dict.fromkeys([*versions, *titles]):
        objects = versions.get(space, {}).values()
        current = list(dict.fromkeys(said[-1] for said in objects))
        title = titles.get(space, "")
        body = [title, *current] if title and title not in current else current
        yield Section(title, "\n".join(body))
        earlier = [text for said in objects for text in said[:-1] if text not in current]
        label = f"{title}, earlier versions" if title else "earlier versions"
        yield Section(label, "\n".join(dict.fromkeys(earlier)))


def _first(declared: Declared, kinds: tuple[int, ...]) -> str:
    return next((text for kind in kinds if (text := _decoded(declared, kind))), "")


def _text(declared: Declared) -> str:
    return "\n".join(filter(None, (_decoded(declared, kind) for kind in _SHOWN)))


def _decoded(declared: Declared, kind: int) -> str:
    raw = declared.properties.get(kind, b"")
    text = raw.decode("cp1252" if kind == _TEXT_LATIN else "utf-16-le", "replace")
    return text.replace("\x0b", "\n").strip("\0 \r\n")


def _members(store: Store) -> Iterator[MemberFound]:
    names: dict[str, str] = {}
    for declared in store.objects:
        name = _first(declared, (_FILE_NAME, _PICTURE_NAME))
        for identity in declared.names if name else ():
            if identity in store.file_of:
                names[store.file_of[identity]] = name
    for number, (identifier, content) in enumerate(store.files.items(), 1):
        own = names.get(identifier, "").replace("\\", "/").rpartition("/")[2]
        name = f"file{number} {own}" if own else f"file{number}"
        yield MemberFound(name.encode("utf-8", "surrogateescape"), EntryKind.EMBEDDED, chunks(content))


def _by_search(raw: bytes) -> Iterator[Found]:
    """For sections in the form that servers keep, whose structure is not known here: all texts behind their length."""
    yield from pages_of_sections([Section("text found by search", "\n".join(texts_behind_lengths(raw, _HEAD)))])
    yield Shortfall(
        "the section is stored in the form of a server: its text was searched for, order and files are lost"
    )
