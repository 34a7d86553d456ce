"""Word documents of 2007 and later (.docx, .docm, .dotx, .dotm, Strict included), all their places."""

from collections.abc import Iterator

from muniment.read.formats.office.drawingtext import chart_words, drawing_words
from muniment.read.formats.office.fields import LINKS
from muniment.read.formats.office.ooxml import (
    content_types,
    embedded_files,
    facts_of,
    links_of,
    main_part,
    relations_of,
)
from muniment.read.formats.office.package import Element, Package, attribute, local
from muniment.read.formats.office.wordnumbers import Lists, lists_of
from muniment.read.formats.office.wordtext import WordText, words_of
from muniment.read.formats.sections import Section, pages_of_sections
from muniment.read.reader import Damaged, Document, FactFound, Found

_PLACES = {
    "header": "headers and footers",
    "footer": "headers and footers",
    "footnotes": "footnotes",
    "endnotes": "endnotes",
    "comments": "comments",
    "document.glossary": "building blocks",
}
"""The last words of a part's content type, and what we call the place."""

_WORD_TYPES = frozenset({"application/vnd.openxmlformats-officedocument.wordprocessingml.document"})


class WordReader:
    """Gives every place of the document under its own label: body, notes, comments, headers, deletions, links."""

    name = "word"
    version = "2"
    media_types = _WORD_TYPES

    def read(self, document: Document) -> Iterator[Found]:
        """Yield facts, pages and embedded files. Raises ``Damaged`` or ``Refused``."""
        package = Package(document)
        main = main_part(package, "word/document.xml", "word/document2.xml")
        if not main:
            raise Damaged("the main part of the document is missing")
        yield from facts_of(package)
        yield from _read_parts(package, main)
        yield from embedded_files(package, _foreign_parts(package, main))
        yield from package.told()


def _read_parts(package: Package, main: str) -> Iterator[Found]:
    root = package.xml(main)
    lists = _lists(package, main)
    body = words_of(root, lists) if root is not None else WordText()
    gathered = [body]
    sections = [Section("", body.text())]
    for label, name in _other_places(package, main):
        part = package.xml(name)
        if part is not None:
            found = words_of(part, lists)
            gathered.append(found)
            text = _commented(part) if label == "comments" else found.text()
            sections.append(Section(label, text))
    sections += [
        *_graphics(package),
        *_beside(gathered),
        Section(LINKS, "\n".join(links_of(package))),
        *_custom_data(package),
    ]
    for editor in dict.fromkeys(name for found in gathered for name in found.editors):
        yield FactFound("tracked-changes-by", editor)
    yield from pages_of_sections(merged(sections))


def _lists(package: Package, main: str) -> Lists:
    parts = {relation.kind: relation.target for relation in relations_of(package, main) if not relation.external}
    numbering, styles = (parts.get(kind, "") for kind in ("numbering", "styles"))
    return lists_of(
        package.xml(numbering) if numbering in package else None, package.xml(styles) if styles in package else None
    )


def _other_places(package: Package, main: str) -> Iterator[tuple[str, str]]:
    types = content_types(package)
    for name in package.names():
        kind = types.get(name.lower(), "").removesuffix("+xml").rpartition("wordprocessingml.")[2]
        label = _PLACES.get(kind) or _PLACES.get(name.rpartition("/")[2].rstrip("0123456789.xml") if not kind else "")
        if label and name != main and name.lower().endswith(".xml"):
            yield label, name


def _commented(root: Element) -> str:
    """Comments, each with who made it and when."""
    found = []
    for element in root:
        if local(element) == "comment":
            signed = ", ".join(filter(None, (attribute(element, "author"), attribute(element, "date"))))
            found.append(f"{signed}: {words_of(element).text().strip()}")
    return "\n".join(found)


def _graphics(package: Package) -> Iterator[Section]:
    for name in package.names():
        lower = name.lower()
        if lower.startswith("word/charts/chart") and lower.endswith(".xml"):
            root = package.xml(name)
            yield Section("charts", chart_words(root) if root is not None else "")
        elif lower.startswith("word/diagrams/data") and lower.endswith(".xml"):
            root = package.xml(name)
            yield Section("diagrams", drawing_words(root) if root is not None else "")


def _beside(gathered: list[WordText]) -> Iterator[Section]:
    for found in gathered:
        yield from found.beside()


def _custom_data(package: Package) -> Iterator[Section]:
    """XML that programs keep along with the document: forms' values, document libraries' fields."""
    for name in package.names():
        lower = name.lower()
        if lower.startswith("customxml/item") and lower.endswith(".xml") and "props" not in lower:
            root = package.xml(name)
            texts = (str(text).strip() for text in root.itertext()) if root is not None else iter(())
            yield Section("custom data", "\n".join(filter(None, texts)))


def merged(sections: list[Section]) -> Iterator[Section]:
    """Sections of the same label as one, in order of first appearance, no repeated text within one."""
    texts: dict[str, dict[str, None]] = {}
    for section in sections:
        if section.text.strip():
            texts.setdefault(section.label, {})[section.text.rstrip("\n")] = None
    for label, pieces in texts.items():
        yield Section(label, "\n".join(pieces))


def _foreign_parts(package: Package, main: str) -> frozenset[str]:
    """Parts in other formats that Word would merge into the text."""
    return frozenset(relation.target for relation in relations_of(package, main) if relation.kind == "aFChunk")
