"""Word documents kept in one XML file: Word 2003 XML, and the flat form of Word 2007 and later."""

import base64
import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from xml.sax.saxutils import quoteattr

from lxml import etree

from muniment.model import EntryKind
from muniment.read.formats.office.fields import LINKS
from muniment.read.formats.office.ooxml import facts_of_properties
from muniment.read.formats.office.package import MAX_XML_BYTES, Element, attribute, local, parse_xml
from muniment.read.formats.office.powerpoint import PowerPointReader
from muniment.read.formats.office.word import WordReader, merged
from muniment.read.formats.office.wordtext import words_of
from muniment.read.formats.sections import Section, chunks, pages_of_sections
from muniment.read.reader import Damaged, Document, Found, MemberFound, Refused, Shortfall


def _root(document: Document) -> tuple[Element, bool]:
    if document.size > MAX_XML_BYTES:
        raise Refused("the document is larger than a reader can hold")
    root, sound = parse_xml(document.content())
    if root is None:
        raise Damaged("the file is not the XML document that it should be")
    return root, sound


class Word2003Reader:
    """Gives body, headers, notes and comments of a Word 2003 XML document; pictures and objects as files."""

    name = "word-2003-xml"
    version = "1"
    media_types = frozenset({"application/vnd.ms-wordml+xml"})

    def read(self, document: Document) -> Iterator[Found]:
        """Yield facts, pages and embedded files. Raises ``Damaged`` or ``Refused``."""
        root, sound = _root(document)
        for element in root:
            if local(element) in {"DocumentProperties", "CustomDocumentProperties"}:
                yield from facts_of_properties(element)
        yield from pages_of_sections(merged(_sections(root)))
        yield from _members(root)
        if not sound:
            yield Shortfall("the document is broken: what could be read is given")


def _sections(root: Element) -> list[Section]:
    body = next((element for element in root if local(element) == "body"), root)
    found = words_of(body)
    sections = [Section("", found.text())]
    for element in root.iter():
        name = local(element)
        if name in {"hdr", "ftr"}:
            sections.append(Section("headers and footers", words_of(element).text()))
        elif name in {"footnote", "endnote"} and element.getparent() is not None:
            sections.append(Section("footnotes and endnotes", words_of(element).text()))
        elif name == "annotation" and attribute(element, "type") == "Word.Comment":
            signed = ", ".join(filter(None, (attribute(element, "author"), attribute(element, "createdate"))))
            sections.append(Section("comments", f"{signed}: {words_of(element).text().strip()}"))
    links = [attribute(e, "dest") or attribute(e, "href") for e in root.iter() if local(e) in {"hlink", "a"}]
    return [*sections, *found.beside(), Section(LINKS, "\n".join(dict.fromkeys(filter(None, links))))]


def _members(root: Element) -> Iterator[MemberFound]:
    for number, element in enumerate(
        (e for e in root.iter() if local(e) in {"binData", "docOleData", "docSuppData"}), 1
    ):
        name = attribute(element, "name").rpartition("/")[2] or f"{local(element)}{number}"
        try:
            content = base64.b64decode("".join((element.text or "").split()))
        except ValueError:
            reason = "its bytes are not encoded as they should be"
            yield MemberFound(name.encode(), EntryKind.EMBEDDED, None, Damaged.state, reason)
            continue
        if content:
            yield MemberFound(name.encode("utf-8", "replace"), EntryKind.EMBEDDED, chunks(content))


class FlatOfficeReader:
    """Turns a flat Office document back into the package that it was, and reads that."""

    name = "flat-office"
    version = "1"
    media_types = frozenset({"application/vnd.ms-word2006ml+xml"})

    def read(self, document: Document) -> Iterator[Found]:
        """Yield what the package's own reader finds. Raises ``Damaged`` or ``Refused``."""
        root, sound = _root(document)
        packed = _packed(root)
        inner = replace(document, file=io.BytesIO(packed), size=len(packed))
        reader = PowerPointReader() if b"/ppt/presentation.xml" in packed[:MAX_XML_BYTES] else WordReader()
        yield from reader.read(inner)
        if not sound:
            yield Shortfall("the document is broken: what could be read is given")


def _packed(root: Element) -> bytes:
    """The parts of a flat document as a ZIP package, not compressed."""
    held = io.BytesIO()
    types = []
    with zipfile.ZipFile(held, "w") as package:
        for part in root:
            if local(part) != "part":
                continue
            name = attribute(part, "name")
            package.writestr(name.lstrip("/"), _content(part))
            types.append(
                f"<Override PartName={quoteattr(name)} ContentType={quoteattr(attribute(part, 'contentType'))}/>"
            )
        package.writestr("[Content_Types].xml", f"<Types>{''.join(types)}</Types>")
    if not types:
        raise Damaged("the document has no parts")
    return held.getvalue()


def _content(part: Element) -> bytes:
    for holder in part:
        if local(holder) == "xmlData":
            return b"".join(etree.tostring(child, with_tail=False) for child in holder)
        if local(holder) == "binaryData":
            try:
                return base64.b64decode("".join((holder.text or "").split()))
            except ValueError as error:
                raise Damaged("the bytes of a part are not encoded as they should be") from error
    return b""
