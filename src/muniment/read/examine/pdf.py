"""PDF: what it says of itself, what its saved states say, its fonts, sizes, signatures and build (ISO 32000)."""

import io
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pikepdf

from muniment.counting import counted
from muniment.limits import MIB
from muniment.read.examine.pdf_dates import as_iso
from muniment.read.examine.pdf_layout import margins, page_sizes
from muniment.read.examine.trait import Gap, Key, Seen, Trait
from muniment.read.examine.xmp import xmp_traits
from muniment.read.formats.pages.pdfparts import revision_ends
from muniment.read.reader import Damaged, Document, Locked

MOST_STATES = 12
"""Saved states that are opened one by one; few documents have more than three, and each costs the file again."""

MOST_FONTS = 200
"""Fonts told; a long book has some thirty."""

MOST_FONT_PAGES = 500
"""Pages whose fonts are looked at: the fonts of a document stand on its first pages."""

MOST_SIGNATURES = 50

_WHOLE_BYTES = 64 * MIB
"""Up to this size saved states are looked for: the file is held in memory for it."""

_FORM_DEPTH = 3
"""Forms within forms whose fonts are looked at."""

_INFO = {
    "/Producer": Key.PRODUCER,
    "/Creator": Key.CREATOR,
    "/Author": Key.AUTHOR,
    "/Title": Key.TITLE,
    "/CreationDate": Key.CREATED,
    "/ModDate": Key.MODIFIED,
    "/Company": Key.COMPANY,
    "/Manager": Key.MANAGER,
}
_DATED = frozenset({Key.CREATED, Key.MODIFIED})
_SILENT_INFO = frozenset({"/Subject", "/Keywords", "/Trapped"})
"""Entries of the information dictionary that tell nothing of how the file was made."""

_INFO_PLACE = "information dictionary"
_BROKEN = (pikepdf.PdfError, RuntimeError, ValueError, TypeError, AttributeError, LookupError)
"""What qpdf's bindings raise at objects that are not what they should be."""


def examine_pdf(document: Document) -> Iterator[Seen]:
    """What a PDF tells of its making. Raises ``Damaged``, ``Locked``."""
    document.file.seek(0)
    password = document.passwords[0] if document.passwords else ""
    try:
        pdf = pikepdf.open(document.file, password=password)
    except pikepdf.PasswordError as error:
        raise Locked("a password is needed to open it") from error
    except (pikepdf.PdfError, RuntimeError, ValueError) as error:
        raise Damaged("the file breaks the rules of PDF") from error
    with pdf:
        for part in (_head, _info, _xmp, _fonts, page_sizes, _signatures, _attached):
            try:
                yield from part(pdf)
            except _BROKEN as error:
                yield Gap(f"its {_NAMES[part.__name__]} could not be looked at ({type(error).__name__})")
    yield from margins(document)
    yield from _saved_states(document, password)


_NAMES = {
    "_head": "head",
    "_info": "information dictionary",
    "_xmp": "XMP",
    "_fonts": "fonts",
    "page_sizes": "page sizes",
    "_signatures": "signatures",
    "_attached": "attached files",
}


def _head(pdf: pikepdf.Pdf) -> Iterator[Seen]:
    yield Trait(Key.FORMAT, f"PDF {pdf.pdf_version}", "head of the file")
    language = pdf.Root.get("/Lang")
    if isinstance(language, pikepdf.String):
        yield Trait(Key.LANGUAGE, str(language), "catalogue")
    if pdf.is_encrypted:
        yield Trait(Key.LOCK, "encrypted", "trailer")
    if pdf.is_linearized:
        yield Trait(Key.BUILD, "arranged for quick viewing on the web (linearized)", "head of the file")
    if any(isinstance(item, pikepdf.Stream) and item.get("/Type") == pikepdf.Name.ObjStm for item in pdf.objects):
        yield Trait(Key.BUILD, "objects packed together (object streams)", "objects")
    if "/StructTreeRoot" in pdf.Root:
        yield Trait(Key.BUILD, "tagged with its structure", "catalogue")
    ids = pdf.trailer.get("/ID")
    if isinstance(ids, pikepdf.Array):
        names = ("when it was first made", "of this state")
        for name, value in zip(names, ids, strict=False):
            if isinstance(value, pikepdf.String):
                yield Trait(Key.IDENTIFIER, f"{bytes(value).hex()} ({name})", "trailer")


def _info(pdf: pikepdf.Pdf, place: str = _INFO_PLACE) -> Iterator[Trait]:
    info = pdf.trailer.get("/Info")
    if not isinstance(info, pikepdf.Dictionary):
        return
    for name, value in info.items():
        text = str(value).strip() if isinstance(value, (pikepdf.String, pikepdf.Name)) else ""
        if not text or str(name) in _SILENT_INFO:
            continue
        key = _INFO.get(str(name), Key.OTHER)
        if key in _DATED:
            text = as_iso(text)
        yield Trait(key, text if key is not Key.OTHER else f"{str(name).lstrip('/')}: {text}", place)


def _xmp(pdf: pikepdf.Pdf) -> Iterator[Seen]:
    metadata = pdf.Root.get("/Metadata")
    if isinstance(metadata, pikepdf.Stream):
        yield from xmp_traits(metadata.read_bytes())


def _fonts(pdf: pikepdf.Pdf) -> Iterator[Seen]:
    found: dict[str, None] = {}
    for number, page in enumerate(pdf.pages):
        if number >= MOST_FONT_PAGES:
            yield Gap(f"fonts after page {MOST_FONT_PAGES} were not looked at")
            break
        for font in _fonts_below(page.resources, 0):
            found.setdefault(_font(font))
        if len(found) > MOST_FONTS:
            yield Gap(f"it has more than {MOST_FONTS} fonts; the others are not told")
            break
    yield from (Trait(Key.FONT, name, "fonts of the pages") for name in list(found)[:MOST_FONTS])


def _fonts_below(resources: Any, depth: int) -> Iterator[Any]:
    if not isinstance(resources, pikepdf.Dictionary):
        return
    fonts = resources.get("/Font")
    if isinstance(fonts, pikepdf.Dictionary):
        yield from (font for font in fonts.values() if isinstance(font, pikepdf.Dictionary))
    forms = resources.get("/XObject")
    if isinstance(forms, pikepdf.Dictionary) and depth < _FORM_DEPTH:
        for form in forms.values():
            if isinstance(form, pikepdf.Stream) and form.get("/Subtype") == pikepdf.Name.Form:
                yield from _fonts_below(form.get("/Resources"), depth + 1)


_SUBSET_MARK = 7
"""Length of what stands before the name of a font that is there in part: six letters and a plus sign."""


def _font(font: Any) -> str:
    """``Name (embedded in part)``; without its subset's mark, which differs with every file."""
    name = str(font.get("/BaseFont", "/without name")).lstrip("/")
    is_part = name[_SUBSET_MARK - 1 : _SUBSET_MARK] == "+"
    name = name[_SUBSET_MARK:] if is_part else name
    if font.get("/Subtype") == pikepdf.Name.Type3:
        return f"{name} (drawn in the file)"
    below = font.get("/DescendantFonts")
    holder = below[0] if isinstance(below, pikepdf.Array) and len(below) else font
    descriptor = holder.get("/FontDescriptor") if isinstance(holder, pikepdf.Dictionary) else None
    held = isinstance(descriptor, pikepdf.Dictionary) and any(
        key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")
    )
    return f"{name} ({('embedded in part' if is_part else 'embedded') if held else 'not embedded'})"


def _signatures(pdf: pikepdf.Pdf) -> Iterator[Seen]:
    found = 0
    for item in pdf.objects:
        if not isinstance(item, pikepdf.Dictionary) or "/ByteRange" not in item:
            continue
        found += 1
        if found > MOST_SIGNATURES:
            yield Gap(f"it has more than {MOST_SIGNATURES} signatures; the others are not told")
            return
        yield Trait(Key.SIGNATURE, _signature(item), "signature dictionary")


def _signature(item: Any) -> str:
    """Who signed, when, and how far it reaches, as the file says. Nothing of it is checked."""
    told = [str(item[key]) for key in ("/Name", "/Reason", "/Location") if isinstance(item.get(key), pikepdf.String)]
    if isinstance(item.get("/M"), pikepdf.String):
        told.append(as_iso(str(item["/M"])))
    ranges = [int(part) for part in item["/ByteRange"]]
    told.append(f"covers the file up to byte {ranges[-2] + ranges[-1]:,}" if len(ranges) > 1 else "covers nothing")
    return "; ".join(told)


def _attached(pdf: pikepdf.Pdf) -> Iterator[Seen]:
    for name in list(pdf.attachments)[:MOST_FONTS]:
        yield Trait(Key.ATTACHMENT, name, "embedded files")


def _saved_states(document: Document, password: str) -> Iterator[Seen]:
    if document.size > _WHOLE_BYTES:
        yield Gap(f"saved states are not looked for in files above {_WHOLE_BYTES // MIB} MiB")
        return
    content = document.content()
    ends = revision_ends(content)
    starts = [0, *ends]
    for number, end in enumerate(ends[:MOST_STATES], 1):
        told = f"{number} of {len(ends)}: bytes {starts[number - 1]:,} to {end:,}"
        said = _said_in(content[:end], password) if len(ends) > 1 else ""
        yield Trait(Key.SAVED_STATE, "; ".join(filter(None, (told, said))), "ends of file (%%EOF)")
    if len(ends) > MOST_STATES:
        yield Gap(f"it was saved {len(ends)} times; the states after the {MOST_STATES}th are not told")
    if ends and (rest := len(content[ends[-1] :].strip(b"\r\n\t \0"))):
        yield Trait(Key.BUILD, f"{rest:,} bytes stand after the end of the last saved state", "end of the file")


def _said_in(content: bytes, password: str) -> str:
    with suppress(*_BROKEN), pikepdf.open(io.BytesIO(content), password=password) as pdf:
        said = {trait.key: trait.value for trait in _info(pdf)}
        pages = counted(len(pdf.pages), "page")
        told = [f"{key.value} {said[key]}" for key in (Key.PRODUCER, Key.MODIFIED, Key.CREATED) if key in said]
        return "; ".join((pages, *told))
    return "cannot be opened by itself"
