"""OpenDocument: its metadata, fonts, page layout and tracked changes."""

from collections.abc import Iterator

from muniment.read.examine.changes import Changes
from muniment.read.examine.office import package_times
from muniment.read.examine.trait import Gap, Key, Seen, Trait
from muniment.read.formats.office.odf_lock import unlock_odf
from muniment.read.formats.office.package import MAX_XML_BYTES, Element, Package, attribute, local, parse_xml
from muniment.read.reader import Damaged, Document, Refused

MOST_FONTS = 200

_META = {
    "generator": Key.PRODUCER,
    "initial-creator": Key.AUTHOR,
    "creator": Key.LAST_AUTHOR,
    "title": Key.TITLE,
    "language": Key.LANGUAGE,
    "creation-date": Key.CREATED,
    "date": Key.MODIFIED,
    "print-date": Key.PRINTED,
    "editing-cycles": Key.REVISION,
}
_CHANGES = frozenset({"insertion", "deletion", "format-change", "annotation"})


def examine_odf(document: Document) -> Iterator[Seen]:
    """What an OpenDocument file tells of its making. Raises ``Damaged``, ``Locked``, ``Refused``."""
    if document.head(2) != b"PK":
        if document.size > MAX_XML_BYTES:
            raise Refused("the document is larger than a reader can hold")
        root, _ = parse_xml(document.content())
        if root is None:
            raise Damaged("the file is not the XML document that it should be")
        yield from _tree(root, "the file")
        return
    package = Package(document)
    unlock_odf(package, document.passwords)
    for part in ("meta.xml", "styles.xml", "content.xml"):
        tree = package.xml(part)
        if tree is not None:
            yield from _tree(tree, part)
    if "META-INF/documentsignatures.xml" in package:
        yield Trait(Key.SIGNATURE, "a signature stands in the package", "META-INF/documentsignatures.xml")
    yield from package_times(document)
    yield from (Gap(told.reason) for told in package.told())


def _tree(root: Element, part: str) -> Iterator[Seen]:
    changes = Changes()
    found: dict[Trait, None] = {}
    for element in root.iter():
        name = local(element)
        if name == "meta":
            found.update(dict.fromkeys(_meta(element, part)))
        elif name == "font-face" and part != "content.xml":
            found[Trait(Key.FONT, f"{attribute(element, 'font-family') or attribute(element, 'name')}", part)] = None
        elif name == "page-layout-properties":
            found.update(dict.fromkeys(_layout(element, part)))
        elif name in _CHANGES:
            changes.note(name, _child(element, "creator"), _child(element, "date"))
    fonts = [one for one in found if one.key is Key.FONT]
    yield from (one for one in found if one.key is not Key.FONT)
    yield from fonts[:MOST_FONTS]
    if len(fonts) > MOST_FONTS:
        yield Gap(f"it names {len(fonts)} fonts; those after the {MOST_FONTS}th are not told")
    yield from changes.traits(part)


def _meta(meta: Element, part: str) -> Iterator[Trait]:
    for element in meta:
        value = "".join(map(str, element.itertext())).strip()
        if local(element) == "template":
            yield Trait(Key.TEMPLATE, attribute(element, "href") or attribute(element, "title"), part)
        elif local(element) == "user-defined" and value:
            yield Trait(Key.OTHER, f"{attribute(element, 'name')}: {value}", part)
        elif local(element) == "editing-duration" and value:
            yield Trait(Key.OTHER, f"time edited: {value}", part)
        elif (key := _META.get(local(element))) and value:
            yield Trait(key, value, part)


def _layout(element: Element, part: str) -> Iterator[Trait]:
    """Lengths as the file writes them, with their units."""
    width, height = attribute(element, "page-width"), attribute(element, "page-height")
    if width and height:
        yield Trait(Key.PAGE_SIZE, f"{width} by {height}", part)
    sides = {side: attribute(element, f"margin-{side}") for side in ("left", "right", "top", "bottom")}
    if any(sides.values()):
        yield Trait(Key.MARGINS, ", ".join(f"{side} {length}" for side, length in sides.items() if length), part)


def _child(element: Element, name: str) -> str:
    return next(("".join(map(str, one.itertext())).strip() for one in element.iter() if local(one) == name), "")
