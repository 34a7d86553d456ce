"""Visio drawings of 2013 and later (.vsdx, .vsdm, .vstx, .vssx …): a page for each page of the drawing."""

from collections.abc import Iterator

from muniment.read.formats.office.drawingtext import all_words
from muniment.read.formats.office.ooxml import content_types, embedded_files, facts_of, links_of, relations_of
from muniment.read.formats.office.package import Element, Package, attribute, local
from muniment.read.formats.sections import Section, pages_of_sections
from muniment.read.reader import Document, Found, PageFound


class VisioReader:
    """Gives the pages of a drawing with the words of their shapes; masters, comments, shape data and links last."""

    name = "visio"
    version = "1"
    media_types = frozenset({"application/vnd.ms-visio.drawing"})

    def read(self, document: Document) -> Iterator[Found]:
        """Yield facts, pages and embedded files. Raises ``Damaged`` or ``Refused``."""
        package = Package(document)
        yield from facts_of(package)
        number = 0
        for number, (label, part) in enumerate(_pages(package), 1):
            root = package.xml(part)
            yield PageFound(number, _words(root) if root is not None else "", label)
        yield from pages_of_sections(_rest(package), number + 1)
        yield from embedded_files(package)
        yield from package.told()


def _pages(package: Package) -> Iterator[tuple[str, str]]:
    """Label and part of each page, in order."""
    index = next((name for name in package.names() if name.lower().endswith("visio/pages/pages.xml")), "")
    targets = {relation.identifier: relation.target for relation in relations_of(package, index)} if index else {}
    root = package.xml(index)
    for element in root if root is not None else ():
        for child in element:
            part = targets.get(attribute(child, "id"), "") if local(child) == "Rel" else ""
            if part in package:
                yield attribute(element, "Name") or attribute(element, "NameU"), part
            elif part:
                package.shortfall(f"the page {attribute(element, 'Name')} is missing")


def _words(root: Element) -> str:
    """The texts of all shapes, and the values that shapes keep as data, a line each."""
    lines = []
    for element in root.iter():
        if local(element) == "Text":
            lines.append("".join(str(text) for text in element.itertext()).strip())
        elif local(element) == "Section" and attribute(element, "N") == "Property":
            lines += [_value(cell) for cell in element.iter() if local(cell) == "Cell"]
    return "\n".join(filter(None, lines))


def _value(cell: Element) -> str:
    return attribute(cell, "V").strip() if attribute(cell, "N") in {"Value", "Label", "Prompt"} else ""


def _rest(package: Package) -> Iterator[Section]:
    masters: dict[str, None] = {}
    comments = []
    for name, kind in content_types(package).items():
        root = package.xml(name) if "visio" in kind and ("master+xml" in kind or "comments" in kind) else None
        if root is None:
            continue
        if "comments" in kind:
            comments.append(all_words(root))
        else:
            masters.update(dict.fromkeys(_words(root).splitlines()))
    yield Section("comments", "\n".join(comments))
    yield Section("masters", "\n".join(masters))
    yield Section("links", "\n".join(links_of(package)))
