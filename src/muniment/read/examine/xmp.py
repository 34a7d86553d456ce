"""XMP: what programs write of a file's making, in PDF and pictures alike (ISO 16684-1)."""

from collections.abc import Iterator

from muniment.limits import MIB
from muniment.read.examine.trait import Gap, Key, Seen, Trait
from muniment.read.formats.office.package import Element, attribute, local, parse_xml

MOST_EVENTS = 100
"""Lines of a history that are told; programs rarely keep more."""

_XML_BYTES = 8 * MIB
"""XMP looked at; what is longer holds pictures."""

_KEYS = {
    "Producer": Key.PRODUCER,
    "CreatorTool": Key.CREATOR,
    "creator": Key.AUTHOR,
    "title": Key.TITLE,
    "CreateDate": Key.CREATED,
    "ModifyDate": Key.MODIFIED,
    "MetadataDate": Key.METADATA_CHANGED,
    "DocumentID": Key.IDENTIFIER,
    "InstanceID": Key.IDENTIFIER,
    "OriginalDocumentID": Key.IDENTIFIER,
}
_WITHIN_ANOTHER = frozenset({"History", "DerivedFrom", "Ingredients", "Pantry", "Versions"})
"""Elements whose inside speaks of other files or earlier acts."""

_PLACE = "XMP"


def xmp_traits(untrusted_xml: bytes) -> Iterator[Seen]:
    """What an XMP packet says."""
    root, _ = parse_xml(untrusted_xml[:_XML_BYTES].strip(b"\0 \r\n\t"))
    if root is None:
        yield Gap("its XMP cannot be read")
        return
    for element in root.iter():
        name = local(element)
        if name == "Description" and not _is_within_another(element):
            yield from _properties(element)
        elif name == "History":
            yield from _history(element)
        elif name == "DerivedFrom":
            yield from _derived(element)


def _is_within_another(element: Element) -> bool:
    return any(local(above) in _WITHIN_ANOTHER for above in element.iterancestors())


def _properties(description: Element) -> Iterator[Trait]:
    for name, value in description.attrib.items():
        yield from _trait(str(name).rpartition("}")[2], str(value))
    for element in description:
        if local(element) in _KEYS:
            items = [str(item.text or "") for item in element.iter() if local(item) == "li"]
            for value in items or [str(element.text or "")]:
                yield from _trait(local(element), value)


def _trait(name: str, untrusted_value: str) -> Iterator[Trait]:
    key, value = _KEYS.get(name), untrusted_value.strip()
    if key is not None and value:
        yield Trait(key, f"{value} ({name})" if key is Key.IDENTIFIER else value, _PLACE)


def _history(history: Element) -> Iterator[Seen]:
    events = [item for item in history.iter() if local(item) == "li"]
    for event in events[:MOST_EVENTS]:
        told = {part: _said(event, part) for part in ("action", "when", "softwareAgent", "parameters")}
        if any(told.values()):
            yield Trait(Key.EVENT, "; ".join(filter(None, told.values())), "XMP history")
    if len(events) > MOST_EVENTS:
        yield Gap(f"its XMP history has {len(events)} lines; those after the {MOST_EVENTS}th are not told")


def _derived(element: Element) -> Iterator[Trait]:
    for holder in (element, *element.iterchildren()):
        if value := _said(holder, "documentID") or _said(holder, "originalDocumentID"):
            yield Trait(Key.IDENTIFIER, f"{value} (derived from)", _PLACE)
            return


def _said(element: Element, name: str) -> str:
    """An attribute, or the text of the child, called ``name``."""
    if value := attribute(element, name):
        return value.strip()
    return next((str(child.text or "").strip() for child in element.iter() if local(child) == name), "")
