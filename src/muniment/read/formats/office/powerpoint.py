"""PowerPoint documents of 2007 and later (.pptx, .ppsx, .pptm, .potx …): a page for each slide and what hangs on it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from muniment.read.formats.office.drawingtext import all_words, chart_words, drawing_words
from muniment.read.formats.office.ooxml import (
    Relation,
    content_types,
    embedded_files,
    facts_of,
    links_of,
    main_part,
    relations_of,
)
from muniment.read.formats.office.package import Element, Package, attribute, local
from muniment.read.formats.sections import Section, pages_of_sections
from muniment.read.reader import Damaged, Document, Found, PageFound

_PLACEHOLDER_PROMPTS = frozenset(
    {"title", "body", "ctrTitle", "subTitle", "obj", "pic", "chart", "tbl", "media", "dgm", ""}
)
"""Placeholders that on a master or layout hold only a prompt ("Click to edit …"), never words that are shown."""

_SLIDE = "presentationml.slide+xml"


_READ_BY_KIND: dict[str, tuple[str, Callable[[Element], str]]] = {
    "chart": ("", chart_words),
    "chartEx": ("", all_words),
    "diagramData": ("", drawing_words),
    "notesSlide": ("speaker notes", drawing_words),
}
"""How the parts that belong to a slide are read, and under which heading ("" if shown on the slide)."""


@dataclass(frozen=True, slots=True)
class _Slide:
    part: str
    label: str


class PowerPointReader:
    """Gives slides as pages, each with its charts, diagrams, notes and comments; masters' words come last."""

    name = "powerpoint"
    version = "1"
    media_types = frozenset({"application/vnd.openxmlformats-officedocument.presentationml.presentation"})

    def read(self, document: Document) -> Iterator[Found]:
        """Yield facts, slides and embedded files. Raises ``Damaged`` or ``Refused``."""
        package = Package(document)
        main = main_part(package, "ppt/presentation.xml")
        if not main:
            raise Damaged("the main part of the presentation is missing")
        yield from facts_of(package)
        number = 0
        for number, slide in enumerate(_slides(package, main), 1):
            yield PageFound(number, *_slide_page(package, slide))
        yield from pages_of_sections(_masters_and_links(package), number + 1)
        yield from embedded_files(package)
        yield from package.told()


def _slides(package: Package, main: str) -> Iterator[_Slide]:
    """The slides in the order of the show, then those that the show leaves out."""
    targets = {relation.identifier: relation.target for relation in relations_of(package, main)}
    root = package.xml(main)
    seen: set[str] = set()
    for element in root.iter() if root is not None else ():
        if local(element) == "sldId":
            part = targets.get(_relation_id(element), "")
            if part in package and part.lower() not in seen:
                seen.add(part.lower())
                yield _Slide(part, f"slide {len(seen)}")
            elif part.lower() not in seen:
                package.shortfall("a slide that the presentation names is missing from the file")
    types = content_types(package)
    for name in package.names():
        if types.get(name.lower(), "").endswith(_SLIDE) and name.lower() not in seen:
            seen.add(name.lower())
            yield _Slide(name, f"slide {len(seen)} (not part of the show)")


def _relation_id(element: Element) -> str:
    """A slide has two identifiers: a number of its own without a namespace, and that of the relation with one."""
    return next((str(v) for k, v in element.attrib.items() if str(k).endswith("}id")), "")


def _slide_page(package: Package, slide: _Slide) -> tuple[str, str]:
    """The text and the label of one slide's page."""
    root = package.xml(slide.part)
    pieces = [drawing_words(root).rstrip() if root is not None else ""]
    label = slide.label
    if root is not None and attribute(root, "show") in {"0", "false"}:
        label += " (hidden)"
    for relation in relations_of(package, slide.part):
        heading, text = _hanging_on(package, relation)
        if text.strip():
            pieces.append(f"{heading}:\n{text.strip()}" if heading else text.strip())
            label += f", with {heading}" if heading and f"with {heading}" not in label else ""
    pieces.append(_descriptions(root) if root is not None else "")
    return "\n\n".join(piece for piece in pieces if piece.strip()), label


def _hanging_on(package: Package, relation: Relation) -> tuple[str, str]:
    """What a relation of a slide adds to it: a heading ("" for what is shown on the slide itself) and words."""
    if relation.external or relation.target not in package:
        return "", ""
    if relation.kind == "comments":
        return "comments", _comments(package, relation.target)
    if relation.kind not in _READ_BY_KIND:
        return "", ""
    root = package.xml(relation.target)
    heading, words = _READ_BY_KIND[relation.kind]
    return heading, words(root) if root is not None else ""


def _comments(package: Package, part: str) -> str:
    root = package.xml(part)
    authors = _authors(package)
    lines = []
    for element in root.iter() if root is not None else ():
        if local(element) in {"cm", "reply"}:
            author = authors.get(attribute(element, "authorId"), "")
            date = attribute(element, "dt") or attribute(element, "created")
            words = _own_words(element)
            signed = ", ".join(filter(None, (author, date)))
            lines.append(f"{signed}: {words}" if signed else words)
    return "\n".join(lines)


def _own_words(comment: Element) -> str:
    """The words of a comment, without those of the replies to it."""
    found = []
    for child in comment:
        if local(child) == "text":
            found.append(str(child.text or ""))
        elif local(child) == "txBody":
            found.append(drawing_words(child).strip())
    return "\n".join(filter(None, found))


def _authors(package: Package) -> dict[str, str]:
    found = {}
    for name in ("ppt/commentAuthors.xml", "ppt/authors.xml"):
        root = package.xml(name)
        for element in root if root is not None else ():
            found[attribute(element, "id")] = attribute(element, "name")
    return found


def _descriptions(root: Element) -> str:
    """What the maker wrote of pictures for those who cannot see them."""
    found = [attribute(e, key).strip() for e in root.iter() if local(e) == "cNvPr" for key in ("descr", "title")]
    return "\n".join(dict.fromkeys(filter(None, found)))


def _masters_and_links(package: Package) -> Iterator[Section]:
    types = content_types(package)
    texts: dict[str, None] = {}
    for name in package.names():
        kind = types.get(name.lower(), "").removesuffix("+xml").rpartition("presentationml.")[2]
        if kind in {"slidemaster", "slidelayout", "notesmaster", "handoutmaster"}:
            root = package.xml(name)
            for text in _shown_by_master(root) if root is not None else ():
                texts[text] = None
    yield Section("slide masters", "\n".join(texts))
    yield Section("links", "\n".join(links_of(package)))


def _shown_by_master(root: Element) -> Iterator[str]:
    """The words that a master puts on every slide: all shapes but the placeholders with their prompts."""
    for shape in root.iter():
        if local(shape) in {"sp", "graphicFrame"}:
            kinds = [attribute(e, "type") for e in shape.iter() if local(e) == "ph"]
            text = drawing_words(shape).strip()
            if text and not (kinds and kinds[0] in _PLACEHOLDER_PROMPTS):
                yield text
