"""OpenDocument texts, presentations, drawings, formulas, charts and databases; flat ones, and OpenOffice.org 1.x."""

import base64
import binascii
from collections.abc import Iterator

from muniment.model import EntryKind
from muniment.read.formats.office.odf_lock import unlock_odf
from muniment.read.formats.office.odftext import OdfText, elements, words_of
from muniment.read.formats.office.package import MAX_XML_BYTES, Element, Package, attribute, local, parse_xml
from muniment.read.formats.sections import Section, chunks, pages_of_sections
from muniment.read.reader import (
    Damaged,
    Document,
    FactFound,
    Found,
    MemberFound,
    PageFound,
    Refused,
    Shortfall,
    Unlocked,
)

_ODF = "application/vnd.oasis.opendocument."
_KINDS = ("text", "presentation", "graphics", "formula", "chart", "database", "image", "text-master", "text-web")

_FACTS = {
    "title": "title",
    "subject": "subject",
    "description": "description",
    "initial-creator": "author",
    "creator": "last-author",
    "creation-date": "created",
    "date": "modified",
    "print-date": "printed",
    "printed-by": "printed-by",
    "keyword": "keywords",
    "generator": "application",
    "editing-cycles": "revision",
    "editing-duration": "time-edited",
    "language": "language",
}
"""Elements of the meta data, and what we call them."""

_STRUCTURE = frozenset(
    {"content.xml", "styles.xml", "meta.xml", "settings.xml", "manifest.xml", "mimetype", "manifest.rdf"}
)
"""Parts that describe the document rather than being files in their own right, in whatever folder."""

_STRUCTURE_FOLDERS = ("meta-inf/", "configurations2/")


class OpenDocumentReader:
    """Gives body, notes, comments, deletions, headers and embedded objects, each under its label; slides as pages."""

    name = "opendocument"
    version = "1"
    media_types = frozenset(
        {f"{_ODF}{kind}{flat}" for kind in _KINDS for flat in ("", "-flat")}
        | {f"application/vnd.sun.xml.{kind}" for kind in ("writer", "impress", "draw", "math")}
    )

    def read(self, document: Document) -> Iterator[Found]:
        """Yield facts, pages and embedded files. Raises ``Damaged``, ``Locked`` or ``Refused``."""
        if document.head(2) == b"PK":
            yield from _read_package(document)
        else:
            yield from _read_flat(document)


def _read_package(document: Document) -> Iterator[Found]:
    package = Package(document)
    password = unlock_odf(package, document.passwords)
    if password:
        yield Unlocked(password)
    content = package.xml("content.xml")
    meta = package.xml("meta.xml")
    if meta is not None:
        yield from _facts(meta)
    if content is not None:
        styles = package.xml("styles.xml")
        yield from _pages(content, styles, [*_objects(package)])
    yield from _members(package)
    yield from package.told()
    if content is None:
        raise Damaged("the part that holds the text is missing")


def _read_flat(document: Document) -> Iterator[Found]:
    if document.size > MAX_XML_BYTES:
        raise Refused("the document is larger than a reader can hold")
    root, sound = parse_xml(document.content())
    if root is None or local(root) != "document":
        raise Damaged("the file is not the XML document that it should be")
    yield from _facts(root)
    yield from _pages(root, root, [])
    for number, element in enumerate(elements(root, "binary-data"), 1):
        yield _binary(number, element)
    for number, element in enumerate(elements(root, "library-embedded", "module"), 1):
        text = "".join(str(t) for t in element.itertext()).strip()
        if local(element) == "module" and text:
            yield MemberFound(f"Basic/module{number}.bas".encode(), EntryKind.EMBEDDED, chunks(text.encode()))
    if not sound:
        yield Shortfall("the document is broken: what could be read is given")


def _facts(root: Element) -> Iterator[FactFound]:
    for meta in elements(root, "meta"):
        for element in meta:
            name = _FACTS.get(local(element), "")
            if local(element) == "user-defined":
                name = f"custom: {attribute(element, 'name')}"
            elif local(element) == "template":
                yield FactFound("template", attribute(element, "title") or attribute(element, "href"))
            value = "".join(str(text) for text in element.itertext()).strip()
            if name and value:
                yield FactFound(name, value)
        return


def _pages(content: Element, styles: Element | None, objects: list[Section]) -> Iterator[Found]:
    body = next(elements(content, "body"), content)
    slides = [
        element
        for element in elements(body, "page")
        if element.tag.endswith("drawing:1.0}page") or _is_old_page(element)
    ]
    masters = _masters(styles, bool(slides)) if styles is not None else []
    if not slides:
        commands = Section("queries and connections", "\n".join(_database_words(body)))
        yield from pages_of_sections([*words_of(body).sections(), *masters, *objects, commands])
        return
    links: dict[str, None] = {}
    for number, slide in enumerate(slides, 1):
        words = words_of(slide)
        links.update(words.links)
        yield _slide_page(number, slide, words)
    outside = _without_slides(body)
    rest = [Section("headers and footers", outside), *masters, *objects, Section("links", "\n".join(links))]
    yield from pages_of_sections(rest, len(slides) + 1)


def _is_old_page(element: Element) -> bool:
    return isinstance(element.tag, str) and element.tag.endswith("openoffice.org/2000/drawing}page")


def _slide_page(number: int, slide: Element, words: OdfText) -> PageFound:
    label = f"slide {number}"
    name = attribute(slide, "name")
    if name and name not in {f"page{number}", f"Slide {number}"}:
        label += f" ({name})"
    pieces = [words.text("")]
    for place in words.places:
        text = words.text(place).strip()
        if place and text:
            pieces.append(f"{place}:\n{text}")
            label += f", with {place}"
    return PageFound(number, "\n\n".join(piece.strip("\n") for piece in pieces if piece.strip()), label)


def _without_slides(body: Element) -> str:
    """Words of a presentation that stand outside of its slides: what its headers and footers say."""
    found = [str(e.text or "") for e in elements(body, "footer-decl", "header-decl", "date-time-decl")]
    return "\n".join(text for text in found if text.strip())


def _masters(styles: Element, slides: bool) -> list[Section]:
    """What stands on every page: headers and footers, or the shapes of the masters that are no placeholders."""
    found: list[str] = []
    for master in elements(styles, "master-styles"):
        for element in master.iter():
            is_header = local(element).startswith(("header", "footer")) and "style" in str(element.tag)
            is_shape = slides and local(element) in {"frame", "custom-shape", "text-box", "rect"}
            if is_header or (is_shape and attribute(element, "placeholder") != "true"):
                text = words_of(element).text("").strip()
                if text and text not in found and not attribute(element, "class").startswith(("date", "page-")):
                    found.append(text)
    return [Section("slide masters" if slides else "headers and footers", "\n".join(found))]


def _database_words(body: Element) -> Iterator[str]:
    """What a database document says in attributes: the commands of its queries, where its data are."""
    for element in elements(
        body, "query", "connection-resource", "data-source", "file-based-database", "server-database"
    ):
        words = [attribute(element, key) for key in ("name", "command", "href", "hostname", "database-name")]
        if any(words):
            yield " ".join(filter(None, words))


def _objects(package: Package) -> Iterator[Section]:
    """Documents that live in folders of this one: charts, formulas, tables, forms."""
    for name in package.names():
        if name.lower().endswith("/content.xml"):
            root = package.xml(name)
            if root is not None:
                body = next(elements(root, "body"), root)
                text = "\n".join(section.text.strip() for section in words_of(body).sections() if section.text.strip())
                yield Section("embedded objects", text)


def _members(package: Package) -> Iterator[MemberFound]:
    for name in package.names():
        lower = name.lower()
        base = lower.rpartition("/")[2]
        if base in _STRUCTURE or lower.startswith(_STRUCTURE_FOLDERS) or package.size(name) == 0:
            continue
        yield MemberFound(name.encode("utf-8", "surrogateescape"), EntryKind.EMBEDDED, package.stream(name))


def _binary(number: int, element: Element) -> MemberFound:
    name = f"embedded{number}".encode()
    try:
        content = base64.b64decode("".join((element.text or "").split()))
    except (binascii.Error, ValueError):
        return MemberFound(name, EntryKind.EMBEDDED, None, Damaged.state, "its bytes are not encoded as they should be")
    return MemberFound(name, EntryKind.EMBEDDED, chunks(content))
