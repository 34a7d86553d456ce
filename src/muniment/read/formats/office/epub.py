"""Electronic books: EPUB of all versions, and Apple's iBooks."""

from collections.abc import Iterator
from urllib.parse import unquote

from muniment.model import EntryKind
from muniment.read.formats.office.ooxml import resolve
from muniment.read.formats.office.package import Element, Package, attribute, local
from muniment.read.formats.office.webbook import chapter, name_within
from muniment.read.reader import Damaged, Document, FactFound, Found, MemberFound, PageFound, ReadingStopped

_FACTS = {
    "title": "title",
    "creator": "author",
    "contributor": "contributor",
    "publisher": "publisher",
    "date": "created",
    "description": "description",
    "subject": "subject",
    "language": "language",
    "identifier": "identifier",
    "rights": "rights",
}
_WEB_PAGES = (".xhtml", ".html", ".htm")
_WEB_TYPES = frozenset({"application/xhtml+xml", "text/html", "application/x-dtbook+xml", "text/x-oeb1-document"})
_STRUCTURE = (".opf", ".ncx", ".css", "mimetype", "meta-inf/container.xml")
_FONT_SCRAMBLING = ("embedding", "RC")
"""Words in the names of methods that scramble fonts only."""


class EpubReader:
    """Gives chapters in reading order, then pages that the order leaves out; pictures and other files as members."""

    name = "epub"
    version = "1"
    media_types = frozenset({"application/epub+zip"})

    def read(self, document: Document) -> Iterator[Found]:
        """Yield facts, pages and embedded files. Raises ``Damaged`` or ``Refused``."""
        package = Package(document)
        outline = _outline_name(package)
        root = package.xml(outline) if outline else None
        if root is not None:
            yield from _facts(root)
        chapters = _chapters(package, outline, root)
        if not chapters:
            raise Damaged("the book has no chapters")
        _note_locked_parts(package)
        yield from _read_chapters(document, package, chapters)
        yield from _members(package, set(chapters))
        yield from package.told()


def _outline_name(package: Package) -> str:
    container = package.xml("META-INF/container.xml")
    for element in container.iter() if container is not None else ():
        if local(element) == "rootfile" and attribute(element, "full-path") in package:
            return attribute(element, "full-path")
    return next((name for name in package.names() if name.lower().endswith(".opf")), "")


def _facts(root: Element) -> Iterator[FactFound]:
    for element in root.iter():
        name = _FACTS.get(local(element), "")
        value = "".join(str(text) for text in element.itertext()).strip() if name else ""
        if value and "/dc/elements" in str(element.tag).lower():
            yield FactFound(name, value)


def _chapters(package: Package, outline: str, root: Element | None) -> list[str]:
    """Names of the parts that hold text: in reading order, then those that the order does not name."""
    targets: dict[str, str] = {}
    order: list[str] = []
    for element in root.iter() if root is not None else ():
        if local(element) == "item":
            name = resolve(outline, unquote(attribute(element, "href")))
            if attribute(element, "media-type") in _WEB_TYPES or name.lower().endswith(_WEB_PAGES):
                targets[attribute(element, "id")] = name
        elif local(element) == "itemref" and (target := targets.get(attribute(element, "idref"))):
            order.append(target)
    known = {name.lower() for name in targets.values()}
    others = [n for n in package.names() if n.lower().endswith(_WEB_PAGES) and n.lower() not in known]
    return list(dict.fromkeys([*order, *targets.values(), *others]))


def _note_locked_parts(package: Package) -> None:
    root = package.xml("META-INF/encryption.xml")
    for element in root.iter() if root is not None else ():
        method = attribute(element, "Algorithm")
        if local(element) == "EncryptionMethod" and not any(word in method for word in _FONT_SCRAMBLING):
            package.shortfall("parts of the book are locked by its seller and cannot be opened here")


def _read_chapters(document: Document, package: Package, chapters: list[str]) -> Iterator[Found]:
    number = 1
    for order, name in enumerate(chapters, 1):
        if name not in package:
            package.shortfall(f"the chapter {name} is missing")
            continue
        try:
            for found in chapter(document, package.read(name), f"chapter {order}: {name.rpartition('/')[2]}", number):
                number += isinstance(found, PageFound)
                yield name_within(found, name)
        except ReadingStopped as stop:
            if stop.state == stop.state.REFUSED:
                raise
            package.shortfall(f"the chapter {name}: {stop.reason}")


def _members(package: Package, chapters: set[str]) -> Iterator[MemberFound]:
    known = {name.lower() for name in chapters}
    for name in package.names():
        if name.lower() not in known and not name.lower().endswith(_STRUCTURE):
            yield MemberFound(name.encode("utf-8", "surrogateescape"), EntryKind.EMBEDDED, package.stream(name))
