"""Everything in a PDF that is text and stands on no page: strings, names and streams, each with what it is for."""

import html
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

from muniment.redact.leaks.report import Kind

_DEPTH = 60
"""Nesting of values inside one object that is followed."""

_HIDDEN = 0b100010
"""The flags of annotations that are not shown: Hidden and NoView (ISO 32000-2, table 167)."""

_SHORT = 3
"""Characters of keys that are none but the format's own."""

MOST_TEXT = 2_000_000
"""Characters of one string or stream that are looked at as text."""

MOST_UNPACKED = 64 << 20
"""Bytes looked at of what lies packed within a stream."""

_PACKED = re.compile(rb"(?:%[ -~]{1,40}CompressedData)?(?=\x78[\x01\x5e\x9c\xda]|\x1f\x8b\x08)")
"""How data begin that zlib or gzip packed, and what a program that draws puts before them (RFC 1950, RFC 1952)."""

_ZLIB_OR_GZIP = 32 + zlib.MAX_WBITS

_TAG = re.compile(r"<[^<>]{0,2000}>")

_CODE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\x([0-9A-Fa-f]{2})")
"""How programs (ECMA-262, 12.9.4) write a letter."""

_BY_KEY = {
    "/URI": Kind.LINK,
    "/JS": Kind.SCRIPT,
    "/ActualText": Kind.STRUCTURE,
    "/Alt": Kind.STRUCTURE,
    "/E": Kind.STRUCTURE,
    "/PieceInfo": Kind.PRIVATE_DATA,
    "/Dests": Kind.NAME,
    "/EmbeddedFiles": Kind.ATTACHMENT,
    "/JavaScript": Kind.SCRIPT,
    "/XFA": Kind.FORM_VALUE,
    "/PageLabels": Kind.NAME,
    "/UF": Kind.ATTACHMENT,
    "/Desc": Kind.ATTACHMENT,
    "/OverlayText": Kind.ANNOTATION,
    "/OCProperties": Kind.NAME,
}
"""What a key says about everything below it."""


_BY_TYPE = {
    "/Metadata": Kind.METADATA,
    "/Thumb": Kind.THUMBNAIL,
    "/Filespec": Kind.ATTACHMENT,
    "/F": Kind.ATTACHMENT,
    "/EmbeddedFile": Kind.ATTACHMENT,
    "/OCG": Kind.NAME,
    "/StructElem": Kind.STRUCTURE,
}

_BY_KEYS = (
    (Kind.METADATA, ("/Producer",)),
    (Kind.METADATA, ("/CreationDate",)),
    (Kind.ATTACHMENT, ("/EF",)),
    (Kind.FORM_VALUE, ("/FT",)),
    (Kind.FORM_VALUE, ("/T", "/V")),
    (Kind.FORM_VALUE, ("/T", "/Kids")),
    (Kind.ANNOTATION, ("/Rect", "/Subtype")),
    (Kind.BOOKMARK, ("/Title", "/Parent")),
    (Kind.BOOKMARK, ("/Title", "/Dest")),
    (Kind.BOOKMARK, ("/Title", "/A")),
)
"""What a dictionary that does not say its type is for, by entries that it has together; the first that fits."""


@dataclass(frozen=True, slots=True)
class Held:
    """A text inside the file, hostile; ``page`` from 1 where it is known.

    ``key`` is the entry whose value it is, empty for names.
    """

    kind: Kind
    key: str
    text: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class HeldData:
    """A stream of the file, unpacked as far as it can be; ``is_text`` where it is not a picture or a font."""

    kind: Kind
    data: bytes
    is_text: bool


def texts(pdf: pikepdf.Pdf) -> Iterator[Held]:
    """All strings and names of all objects, those that nothing refers to any more too."""
    pages = _pages_by_object(pdf)
    info = pdf.trailer.get("/Info")
    about = info.objgen if isinstance(info, Dictionary) else (0, 0)
    for item in [pdf.trailer, *pdf.objects]:
        try:
            page = pages.get(item.objgen) if isinstance(item, (Dictionary, Stream, Array)) else None
            is_about = page is None and isinstance(item, Dictionary) and item.objgen == about != (0, 0)
            yield from _walk(item, Kind.METADATA if is_about else kind_of(item), "", page, 0)
        except (pikepdf.PdfError, ValueError, RuntimeError, RecursionError):
            continue  # a broken object has no text that could be shown, and its bytes are searched as they are


def _pages_by_object(pdf: pikepdf.Pdf) -> dict[tuple[int, int], int]:
    """The page that an annotation stands on."""
    found = {}
    for number, page in enumerate(pdf.pages, 1):
        found[page.obj.objgen] = number
        notes = page.obj.get("/Annots")
        if isinstance(notes, Array):
            found.update({note.objgen: number for note in notes if isinstance(note, Dictionary)})
    return found


def kind_of(item: Any) -> Kind:
    """What a dictionary is for, by its own entries; ``TERM_IN_FILE`` where they do not say."""
    if not isinstance(item, (Dictionary, Stream)):
        return Kind.TERM_IN_FILE
    kind = _BY_TYPE.get(str(item.get("/Type", "")))
    if kind is not None:
        return kind
    return next((kind for kind, keys in _BY_KEYS if all(key in item for key in keys)), Kind.TERM_IN_FILE)


def _walk(value: Any, kind: Kind, key: str, page: int | None, depth: int) -> Iterator[Held]:
    """The texts of a value and of all values directly inside it; objects referred to have their own turn."""
    if isinstance(value, String):
        yield from (Held(kind, key, text, page) for text in _readings(value))
    elif isinstance(value, Name):
        yield Held(Kind.NAME if kind is Kind.TERM_IN_FILE else kind, "", str(value).lstrip("/"), page)
    elif depth < _DEPTH and isinstance(value, Array):
        for item in value:
            if not _is_elsewhere(item):
                yield from _walk(item, kind, key, page, depth + 1)
    elif depth < _DEPTH and isinstance(value, (Dictionary, Stream)):
        yield from _walk_entries(value, kind, page, depth)


def _walk_entries(value: Any, kind: Kind, page: int | None, depth: int) -> Iterator[Held]:
    for name, item in value.items():
        inner = _BY_KEY.get(name, kind)
        if len(name) > _SHORT:  # keys may be made up too: those of colours and properties
            yield Held(Kind.NAME if inner is Kind.TERM_IN_FILE else inner, "", name.lstrip("/"), page)
        if not _is_elsewhere(item):
            yield from _walk(item, inner, name, page, depth + 1)


def _readings(value: pikepdf.String) -> Iterator[str]:
    """A string as PDF has it, and as those read it who wrote UTF-8 without saying so, or an address with codes."""
    text = str(value)[:MOST_TEXT]
    yield text
    plain = without_codes(text)
    if plain != text:
        yield plain
    raw = bytes(value)
    if b"\0" not in raw and not raw.isascii():
        yield raw.decode("utf-8", "replace")[:MOST_TEXT]


def without_codes(text: str) -> str:
    """A text whose letters are written as addresses, programs or markup write them, in plain letters without tags."""
    if "\\" in text:
        text = _CODE.sub(_letter, text)
    if "<" in text:
        text = _TAG.sub("", text)
    if "&" in text:
        text = html.unescape(text)
    return unquote(text) if "%" in text else text


def _letter(code: re.Match[str]) -> str:
    return chr(int(code[1] or code[2], 16))


def _is_elsewhere(item: Any) -> bool:
    return isinstance(item, (Dictionary, Array, Stream)) and item.is_indirect


def streams(pdf: pikepdf.Pdf) -> Iterator[HeldData]:
    """All streams, unpacked; those that cannot be are given as they lie in the file."""
    form = pdf.Root.get("/AcroForm")
    parts = form.get("/XFA") if isinstance(form, Dictionary) else None
    packets = {part.objgen for part in (parts if isinstance(parts, Array) else [parts]) if isinstance(part, Stream)}
    for item in pdf.objects:
        if isinstance(item, Stream):
            kind = Kind.FORM_VALUE if item.objgen in packets else kind_of(item)
            data = data_of(item)
            yield HeldData(kind, data, is_text(item))
            if is_text(item) and (inner := _packed_again(data)):
                yield HeldData(kind, inner, is_text=True)


def _packed_again(data: bytes) -> bytes:
    """What lies packed in a stream that is unpacked already, as programs keep their own data; b"" if nothing does."""
    packed = _PACKED.match(data)
    if packed is None:
        return b""
    try:
        return zlib.decompressobj(_ZLIB_OR_GZIP).decompress(data[packed.end() :], MOST_UNPACKED)
    except zlib.error:
        return b""


def out_of_sight(pdf: pikepdf.Pdf) -> Iterator[Held]:
    """What annotations say that are neither shown nor printed."""
    for number, page in enumerate(pdf.pages, 1):
        notes = page.obj.get("/Annots")
        for note in notes if isinstance(notes, Array) else []:
            if not isinstance(note, Dictionary) or note.get("/Subtype") == Name.Popup:
                continue
            words = _words_of(note)
            if words.strip() and is_out_of_sight(note):
                yield Held(Kind.ANNOTATION, "/Contents", words[:MOST_TEXT], number)


def _words_of(note: pikepdf.Dictionary) -> str:
    """What an annotation says: its text, the same with markup, or the value of its field."""
    if isinstance(rich := note.get("/RC"), String) and "/Contents" not in note:
        return without_codes(str(rich))
    plain = note.get("/Contents", _value_of(note))
    return str(plain) if isinstance(plain, String) else ""


def _value_of(note: pikepdf.Dictionary) -> Any:
    """The value of the field that an annotation shows; most programs keep it with the field (ISO 32000-2, 12.7.4)."""
    field: Any = note
    for _ in range(_DEPTH):
        if not isinstance(field, Dictionary) or "/V" in field:
            break
        field = field.get("/Parent")
    return field.get("/V") if isinstance(field, Dictionary) else None


def is_out_of_sight(note: pikepdf.Dictionary) -> bool:
    """Whether an annotation is neither shown nor printed."""
    return bool(int(note.get("/F", 0)) & _HIDDEN)


def data_of(stream: pikepdf.Stream) -> bytes:
    """The bytes of a stream, unpacked if they can be."""
    try:
        return bytes(stream.read_bytes())
    except (pikepdf.PdfError, RuntimeError, ValueError):
        try:
            return bytes(stream.read_raw_bytes())
        except (pikepdf.PdfError, RuntimeError, ValueError):
            return b""


def is_text(stream: pikepdf.Stream) -> bool:
    """Whether a stream may hold text as bytes: no picture, no font, no table of objects."""
    if stream.get("/Subtype") == Name.Image or str(stream.get("/Type", "")) in {"/XRef", "/ObjStm"}:
        return False
    return not any(key in stream for key in ("/Length1", "/Length2", "/N", "/BitsPerComponent"))
