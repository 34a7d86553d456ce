"""What a PDF holds beside its pages' words: facts, form fields, notes, attached files, scripts, earlier revisions."""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pikepdf
from lxml import etree

from muniment.model import EntryKind
from muniment.read.reader import CHUNK, Damaged, FactFound, MemberFound

_FACTS = {
    "/Title": "title",
    "/Author": "author",
    "/Subject": "subject",
    "/Keywords": "keywords",
    "/Creator": "creator",
    "/Producer": "producer",
    "/CreationDate": "created",
    "/ModDate": "modified",
    "/Company": "company",
    "/SourceModified": "source-modified",
}
_DATES = frozenset({"created", "modified", "source-modified"})

_XMP_FACTS = {
    "{http://purl.org/dc/elements/1.1/}title": "title",
    "{http://purl.org/dc/elements/1.1/}creator": "author",
    "{http://purl.org/dc/elements/1.1/}description": "subject",
    "{http://ns.adobe.com/pdf/1.3/}Keywords": "keywords",
    "{http://ns.adobe.com/pdf/1.3/}Producer": "producer",
    "{http://ns.adobe.com/xap/1.0/}CreatorTool": "creator",
    "{http://ns.adobe.com/xap/1.0/}CreateDate": "created",
    "{http://ns.adobe.com/xap/1.0/}ModifyDate": "modified",
}
_RDF_ITEM = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}li"

_PDF_DATE = re.compile(r"(?:D:)?(\d{4})(\d{2})?(\d{2})?(\d{2})?(\d{2})?(\d{2})?\s*(?:(Z)|([+-])(\d{2})'?(\d{2})?'?)?")

_FACT_CHARS = 4_000
"""Length of one fact: a title or an author is short; more is somebody hiding a text, which its page shows anyway."""

_FIELD_DEPTH = 40
"""Nesting of form fields that is followed: real forms stay below ten, and loops must end."""

_XML_BYTES = 32 << 20
"""XML of a form or of metadata that is looked at."""

_XFA_WORDY = frozenset({"datasets", "template"})
"""Packets of an XFA form that hold words; the others hold settings, fonts and the names of months."""

_XFA_PRINTED = frozenset({"text", "exData", "p", "span", "b", "i"})
"""Elements of a form's template whose words are printed; the rest are names and programs."""

_SILENT_NOTES = frozenset({"/Widget", "/Popup"})
"""Annotations whose words stand elsewhere: form fields have their own page, a popup repeats its parent."""

_END_OF_REVISION = re.compile(rb"startxref\s+\d+\s+%%EOF")


@dataclass(frozen=True, slots=True)
class Notes:
    """What the annotations of one page say (page numbers from 1)."""

    page: int
    text: str


def facts(pdf: pikepdf.Pdf) -> Iterator[FactFound]:
    """What the file says about itself, each different value once."""
    seen: set[tuple[str, str]] = set()
    for name, value in [*_docinfo(pdf), *_xmp(pdf)]:
        short = value.strip()[:_FACT_CHARS]
        if short and (name, short) not in seen:
            seen.add((name, short))
            yield FactFound(name, short)


def _docinfo(pdf: pikepdf.Pdf) -> Iterator[tuple[str, str]]:
    info = pdf.trailer.get("/Info")
    if not isinstance(info, pikepdf.Dictionary):
        return
    for key, value in info.items():
        if isinstance(value, (pikepdf.String, pikepdf.Name)):
            name = _FACTS.get(str(key), str(key).lstrip("/").lower())
            text = str(value).removeprefix("/") if isinstance(value, pikepdf.Name) else str(value)
            yield name, iso_date(text) if name in _DATES else text


def _xmp(pdf: pikepdf.Pdf) -> Iterator[tuple[str, str]]:
    metadata = pdf.Root.get("/Metadata")
    if not isinstance(metadata, pikepdf.Stream):
        return
    root = _xml(metadata.read_bytes())
    if root is None:
        return
    for element in root.iter():
        name = _XMP_FACTS.get(str(element.tag))
        if name:
            items = [item.text or "" for item in element.iter(_RDF_ITEM)]
            yield from ((name, value) for value in items or [element.text or ""])
        for key, value in element.attrib.items():
            if key in _XMP_FACTS:
                yield _XMP_FACTS[str(key)], str(value)


def _xml(untrusted_xml: bytes) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False)
    try:
        return etree.fromstring(untrusted_xml[:_XML_BYTES].strip(b"\0 \r\n\t"), parser)
    except etree.XMLSyntaxError:
        return None


def iso_date(pdf_date: str) -> str:
    """``pdf_date`` (``D:20190501101314-04'00'``) as ISO 8601; as it stands if it is no date."""
    match = _PDF_DATE.match(pdf_date.strip())
    if not match:
        return pdf_date
    parts = [int(part) if part else low for part, low in zip(match.groups()[:6], (0, 1, 1, 0, 0, 0), strict=True)]
    zone = None
    if match[7]:
        zone = UTC
    elif match[8]:
        offset = timedelta(hours=int(match[9]), minutes=int(match[10] or 0))
        zone = timezone(-offset if match[8] == "-" else offset) if offset < timedelta(hours=24) else None
    try:
        return datetime(*parts, tzinfo=zone).isoformat()  # type: ignore[arg-type,misc] # six numbers, then the zone
    except (ValueError, OverflowError):
        return pdf_date


def form_text(pdf: pikepdf.Pdf) -> str:
    """The form's fields as ``name: value`` lines, then the words of an XFA form."""
    form = pdf.Root.get("/AcroForm")
    if not isinstance(form, pikepdf.Dictionary):
        return ""
    lines: list[str] = []
    for field in _items(form.get("/Fields")):
        lines.extend(_field_lines(field, "", 0))
    lines.extend(_xfa_lines(form.get("/XFA")))
    return "\n".join(lines)


def _items(value: Any) -> list[Any]:
    return list(value) if isinstance(value, pikepdf.Array) else []


def _field_lines(field: Any, prefix: str, depth: int) -> Iterator[str]:
    if not isinstance(field, pikepdf.Dictionary) or depth > _FIELD_DEPTH:
        return
    own = str(field["/T"]) if isinstance(field.get("/T"), pikepdf.String) else ""
    name = ".".join(part for part in (prefix, own) if part)
    value = _words(field.get("/V"))
    if value:
        yield f"{name}: {value}"
    for child in _items(field.get("/Kids")):
        yield from _field_lines(child, name, depth + 1)


def _words(value: Any) -> str:
    """The words of a string, name, list of them, or text stream; "" for anything else."""
    if isinstance(value, pikepdf.Name):
        return str(value).lstrip("/")
    if isinstance(value, pikepdf.String):
        return str(value).replace("\r\n", "\n").replace("\r", "\n")
    if isinstance(value, pikepdf.Array):
        return ", ".join(filter(None, (_words(item) for item in value)))
    if isinstance(value, pikepdf.Stream):
        return value.read_bytes().decode("utf-8", "replace")
    return ""


def _xfa_lines(xfa: Any) -> Iterator[str]:
    """The words of an XFA form: what was filled in, and what its template says."""
    lines: dict[str, None] = {}
    for packet in _xfa_packets(xfa):
        kind = _local_name(packet)
        for element in packet.iter():
            is_printed = kind == "datasets" or _local_name(element) in _XFA_PRINTED
            line = (element.text or "").strip()
            if is_printed and line and kind in _XFA_WORDY:
                lines.setdefault(line)
    yield from lines


def _xfa_packets(xfa: Any) -> Iterator[Any]:
    """The packets of a form, whether kept as one stream or one by one."""
    for item in _items(xfa) or [xfa]:
        if isinstance(item, pikepdf.Stream):
            root = _xml(item.read_bytes())
            if root is not None:
                yield from [root, *root] if _local_name(root) == "xdp" else [root]


def _local_name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def notes(pdf: pikepdf.Pdf, number: int) -> Notes | None:
    """What the notes, free texts and other annotations of page ``number`` (from 1) say; None if nothing."""
    lines: list[str] = []
    for note in _items(pdf.pages[number - 1].obj.get("/Annots")):
        if isinstance(note, pikepdf.Dictionary) and str(note.get("/Subtype", "")) not in _SILENT_NOTES:
            lines.extend(_note_lines(note))
    return Notes(number, "\n".join(lines)) if lines else None


def _note_lines(note: pikepdf.Dictionary) -> Iterator[str]:
    words = _words(note.get("/Contents")).strip()
    if not words:
        words = _rich_words(note.get("/RC"))
    if words:
        author = _words(note.get("/T")).strip()
        yield f"{author}: {words}" if author else words
    action = note.get("/A")
    if isinstance(action, pikepdf.Dictionary) and isinstance(action.get("/URI"), pikepdf.String):
        yield str(action["/URI"])


def _rich_words(rich: Any) -> str:
    root = _xml(_words(rich).encode()) if rich is not None else None
    return " ".join("".join(root.itertext()).split()) if root is not None else ""


@dataclass(frozen=True, slots=True)
class Survey:
    """What one look at every object of a document finds: whether it carries a program, and its files."""

    has_script: bool
    specs: tuple[pikepdf.Dictionary, ...]
    files: tuple[pikepdf.Stream, ...]


def survey(pdf: pikepdf.Pdf) -> Survey:
    """Look at every object once: a document of many pages has tens of thousands."""
    has_script = False
    specs: list[pikepdf.Dictionary] = []
    files: list[pikepdf.Stream] = []
    for item in pdf.objects:
        if isinstance(item, pikepdf.Stream):
            has_script = has_script or "/JS" in item
            if item.get("/Type") == pikepdf.Name.EmbeddedFile:
                files.append(item)
        elif isinstance(item, pikepdf.Dictionary):
            has_script = has_script or "/JS" in item
            if "/EF" in item:
                specs.append(item)
    return Survey(has_script, tuple(specs), tuple(files))


def attachments(pdf: pikepdf.Pdf, seen_in_it: Survey) -> Iterator[MemberFound]:
    """Every file that travels inside the document, wherever in it it hangs, each once."""
    seen = _xfa_places(pdf)
    specs = [*_listed_specs(pdf), *_noted_specs(pdf), *(("", spec) for spec in seen_in_it.specs)]
    for listed_name, spec in specs:
        for stream in _spec_streams(spec):
            if stream.objgen not in seen:
                seen.add(stream.objgen)
                yield _member(_spec_name(spec) or listed_name or f"attachment {len(seen)}", stream)
    for item in seen_in_it.files:
        if item.objgen not in seen:
            seen.add(item.objgen)
            yield _member(f"attachment {len(seen)}", item)


def _xfa_places(pdf: pikepdf.Pdf) -> set[tuple[int, int]]:
    """Where the packets of an XFA form lie: some programs mark them as files, which they are not."""
    form = pdf.Root.get("/AcroForm")
    xfa = form.get("/XFA") if isinstance(form, pikepdf.Dictionary) else None
    return {item.objgen for item in _items(xfa) or [xfa] if isinstance(item, pikepdf.Stream)}


def _listed_specs(pdf: pikepdf.Pdf) -> Iterator[tuple[str, Any]]:
    names = pdf.Root.get("/Names")
    tree = names.get("/EmbeddedFiles") if isinstance(names, pikepdf.Dictionary) else None
    if isinstance(tree, pikepdf.Dictionary):
        for name, spec in pikepdf.NameTree(tree).items():
            yield name.decode("utf-8", "replace") if isinstance(name, bytes) else name, spec


def _noted_specs(pdf: pikepdf.Pdf) -> Iterator[tuple[str, Any]]:
    for page in pdf.pages:
        for note in _items(page.obj.get("/Annots")):
            if isinstance(note, pikepdf.Dictionary) and "/FS" in note:
                yield "", note["/FS"]


def _spec_streams(spec: Any) -> Iterator[pikepdf.Stream]:
    files = spec.get("/EF") if isinstance(spec, pikepdf.Dictionary) else None
    if isinstance(files, pikepdf.Dictionary):
        yield from (stream for _, stream in files.items() if isinstance(stream, pikepdf.Stream))


def _spec_name(spec: Any) -> str:
    for key in ("/UF", "/F", "/DOS", "/Unix", "/Mac"):
        if isinstance(spec.get(key), pikepdf.String):
            return str(spec[key])
    return ""


def _member(untrusted_name: str, stream: pikepdf.Stream) -> MemberFound:
    parameters = stream.get("/Params")
    changed = parameters.get("/ModDate") if isinstance(parameters, pikepdf.Dictionary) else None
    modified = iso_date(str(changed)) if isinstance(changed, pikepdf.String) else ""
    name = untrusted_name.encode("utf-8", "surrogatepass")
    return MemberFound(name, EntryKind.ATTACHMENT, _content(stream), modified=modified)


def _content(stream: pikepdf.Stream) -> Iterator[bytes]:
    """The file's bytes, piece by piece where its packing allows, so that a bomb does not fill the memory."""
    if stream.get("/Filter") != pikepdf.Name.FlateDecode or "/DecodeParms" in stream:
        yield bytes(stream.get_stream_buffer())
        return
    packed = memoryview(stream.get_raw_stream_buffer())
    unpacker = zlib.decompressobj()
    try:
        for start in range(0, len(packed), CHUNK):
            piece = unpacker.decompress(packed[start : start + CHUNK], CHUNK)
            while piece:
                yield piece
                piece = unpacker.decompress(unpacker.unconsumed_tail, CHUNK)
    except zlib.error as error:
        raise Damaged("the attached file breaks off: its packing is damaged") from error


def revision_ends(content: bytes) -> list[int]:
    """Where each saved revision of the file ends, oldest first; byte offsets, end-exclusive."""
    ends = [match.end() for match in _END_OF_REVISION.finditer(content)]
    # A file made for quick viewing on the web starts with a table of its own that ends like a revision.
    return ends[1:] if b"/Linearized" in content[:2048] and len(ends) > 1 else ends
