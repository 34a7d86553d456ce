"""What all Office Open XML documents share: parts, their types, their relations, facts and embedded files."""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass

from muniment.model import EntryKind
from muniment.read.formats.office.ole import unwrapped
from muniment.read.formats.office.package import Element, Package, attribute, local
from muniment.read.reader import FactFound, MemberFound

_CORE = {
    "title": "title",
    "subject": "subject",
    "creator": "author",
    "keywords": "keywords",
    "description": "description",
    "lastModifiedBy": "last-author",
    "revision": "revision",
    "created": "created",
    "modified": "modified",
    "lastPrinted": "printed",
    "category": "category",
    "contentStatus": "status",
    "language": "language",
    "identifier": "identifier",
    "version": "version",
}
"""Elements of the core properties and what we call them."""

_OF_2003 = {
    "Title": "title",
    "Subject": "subject",
    "Author": "author",
    "Keywords": "keywords",
    "Description": "description",
    "LastAuthor": "last-author",
    "Revision": "revision",
    "Created": "created",
    "LastSaved": "modified",
    "LastPrinted": "printed",
    "Category": "category",
}
"""The same in the XML of Office 2003."""

_APP = {
    "Company": "company",
    "Manager": "manager",
    "Application": "application",
    "AppVersion": "application-version",
    "Template": "template",
    "HyperlinkBase": "link-base",
    "TotalTime": "minutes-edited",
}
"""Elements of the extended properties and what we call them; counts of words and the like tell nothing."""

_STRUCTURE_SUFFIXES = (".xml", ".rels", ".vml", ".xsd", ".fpage", ".fdseq", ".fdoc", ".frag", ".struct")
"""Endings of parts that describe the document rather than being files in their own right."""

_NOT_FILES = (".odttf", ".fntdata", "printersettings", ".sigs", "[content_types]")
"""Parts that are neither: fonts with the document's own scrambling, settings of a printer, signatures."""


@dataclass(frozen=True, slots=True)
class Relation:
    """A part's pointer to another part or, if ``external``, to something outside; ``kind`` ends its type's name."""

    identifier: str
    kind: str
    target: str
    external: bool


def relations_of(package: Package, part: str) -> list[Relation]:
    """The relations of ``part``, targets resolved to names of parts."""
    folder, _, name = part.rpartition("/")
    root = package.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
    found: list[Relation] = []
    for element in root if root is not None else ():
        if local(element) == "Relationship":
            external = attribute(element, "TargetMode").lower() == "external"
            target = attribute(element, "Target")
            resolved = target if external else resolve(part, target)
            kind = attribute(element, "Type").rpartition("/")[2]
            found.append(Relation(attribute(element, "Id"), kind, resolved, external))
    return found


def resolve(part: str, target: str) -> str:
    """The name of the part that ``target``, written in ``part``, points to."""
    target = target.partition("#")[0].replace("\\", "/")
    if target.startswith("/"):
        return posixpath.normpath(target).lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(part), target))


def content_types(package: Package) -> dict[str, str]:
    """The content type, lower case, of every part by its lower-case name."""
    root = package.xml("[Content_Types].xml")
    defaults: dict[str, str] = {}
    overrides: dict[str, str] = {}
    for element in root if root is not None else ():
        kind = attribute(element, "ContentType").lower()
        if local(element) == "Default":
            defaults[attribute(element, "Extension").lower()] = kind
        elif local(element) == "Override":
            overrides[attribute(element, "PartName").lstrip("/").lower()] = kind
    found = {}
    for name in (n.lower() for n in package.names()):
        found[name] = overrides.get(name) or defaults.get(name.rpartition(".")[2], "")
    return found


def main_part(package: Package, *fallbacks: str) -> str:
    """The name of the part that the package is about; the first of ``fallbacks`` that is there if it does not say."""
    for relation in relations_of(package, ""):
        if relation.kind == "officeDocument" and relation.target in package:
            return relation.target
    return next((name for name in fallbacks if name in package), "")


def links_of(package: Package) -> list[str]:
    """Where the document points to outside of itself, each once: links, templates, linked pictures and data."""
    found: dict[str, None] = {}
    for name in package.names():
        if name.lower().endswith(".rels"):
            folder, _, base = name.rpartition("/")
            part = f"{folder.removesuffix('_rels')}{base.removesuffix('.rels')}"
            for relation in relations_of(package, part):
                if relation.external:
                    shown = relation.kind == "hyperlink"
                    found[relation.target if shown else f"{relation.kind}: {relation.target}"] = None
    return list(found)


def facts_of(package: Package) -> Iterator[FactFound]:
    """The document's properties: the fixed ones by our names, the user's own as "custom: name"."""
    for name in package.names():
        lower = name.lower()
        if lower.startswith("docprops/") and lower.endswith(".xml"):
            root = package.xml(name)
            if root is not None:
                yield from _custom_facts(root) if "custom" in lower else facts_of_properties(root)


def facts_of_properties(root: Element) -> Iterator[FactFound]:
    """The facts in an element full of properties."""
    for element in root:
        name = _CORE.get(local(element)) or _OF_2003.get(local(element)) or _APP.get(local(element))
        value = "".join(str(text) for text in element.itertext()).strip() if name else ""
        if name and value:
            yield FactFound(name, value)


def _custom_facts(root: Element) -> Iterator[FactFound]:
    for element in root:
        value = "".join(str(text) for text in element.itertext()).strip()
        if value:
            yield FactFound(f"custom: {attribute(element, 'name')}", value)


def is_file(name: str, content_type: str) -> bool:
    """Whether a part is a file in its own right: a picture, a sound, an embedded document, macros."""
    lower = name.lower()
    if any(mark in lower for mark in _NOT_FILES):
        return False
    if lower.endswith(_STRUCTURE_SUFFIXES):
        return "/embeddings/" in lower
    return not content_type.startswith("application/vnd.ms-package.obfuscated") and bool(lower)


def embedded_files(package: Package, also: frozenset[str] = frozenset()) -> Iterator[MemberFound]:
    """Every part that is a file of its own, or is named in ``also``; OLE wrappings are taken off where possible."""
    types = content_types(package)
    for name in package.names():
        if name in also or is_file(name, types.get(name.lower(), "")):
            yield _member(package, name)


def _member(package: Package, name: str) -> MemberFound:
    if "/embeddings/" in name.lower() and name.lower().endswith((".bin", ".ole")):
        inner = unwrapped(package.read(name))
        if inner is not None:
            return MemberFound(inner.named_after(name), EntryKind.EMBEDDED, inner.chunks())
    return MemberFound(name.encode("utf-8", "surrogateescape"), EntryKind.EMBEDDED, package.stream(name))
