"""Apple's Pages, Numbers and Keynote, property lists and web archives."""

import gzip
import io
import zlib
from collections.abc import Iterator
from dataclasses import replace
from typing import IO, cast

from muniment.limits import MIB
from muniment.model import EntryKind
from muniment.read.formats.office.iwa_document import IwaDocument, Place
from muniment.read.formats.office.iwork_xml import IworkXml, XmlPlace
from muniment.read.formats.office.package import Package
from muniment.read.formats.office.xml_stream import XmlStream
from muniment.read.formats.plists import PlistReader, WebArchiveReader
from muniment.read.formats.tables.grid import Pager, row_pages
from muniment.read.reader import (
    Damaged,
    Document,
    FactFound,
    Found,
    Locked,
    MemberFound,
    PageFound,
    Reader,
    Shortfall,
    Unsupported,
)

_PROGRAMS = {
    "application/vnd.apple.pages": "pages",
    "application/vnd.apple.numbers": "numbers",
    "application/vnd.apple.keynote": "keynote",
}

_INDEXES = ("index.apxl", "index.xml", "index.apxl.gz", "index.xml.gz")
_INNER_INDEX = "index.zip"
_NO_FILES = (".iwa", ".plist", "documentidentifier", ".apxl", ".chrtshr", ".apxl.gz", "index.xml", "index.xml.gz")
_MAX_INDEX = 768 * MIB
"""Bytes of the long XML file, which is streamed."""

_LOCKED_MARKS = (".iwpv2", ".iwph")
"""Endings of the parts that hold a password's check and hint."""

_XML_STARTS = (b"<?xml", b"<", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


class IworkReader:
    """Reads Pages, Numbers and Keynote documents of all years."""

    name = "iwork"
    version = "1"
    media_types = frozenset(_PROGRAMS)

    def read(self, document: Document) -> Iterator[Found]:
        """Yield facts, pages by slide, sheet or table, and the pictures and previews inside."""
        package = Package(document)
        if any(name.lower().endswith(_LOCKED_MARKS) for name in package.names()):
            raise Locked("a password is needed")
        pager = Pager(document.limits)
        index = next((name for name in package.names() if name.lower().endswith(_INDEXES)), "")
        if index and not any(name.lower().endswith(".iwa") for name in package.names()):
            yield from _old(package, index, pager)
        else:
            yield from _new(document, package, pager)
        yield from _files(package)
        yield from package.told()


def _old(package: Package, index: str, pager: Pager) -> Iterator[Found]:
    raw = package.read(index, _MAX_INDEX)
    source: IO[bytes] = io.BytesIO(raw)
    if index.lower().endswith(".gz"):
        source = cast(
            "IO[bytes]", gzip.GzipFile(fileobj=io.BytesIO(raw))
        )  # only ever read in pieces, by the XML parser
    elif not raw.lstrip().startswith(_XML_STARTS):
        raise Locked("a password is needed")
    walk = IworkXml()
    stream = XmlStream(source)
    try:
        for place in walk.places(stream):
            yield from _xml_pages(place, pager)
    except (OSError, EOFError, zlib.error) as error:
        raise Damaged("the document's contents cannot be unpacked") from error
    yield from (FactFound(name, value) for name, value in walk.facts)
    yield from stream.told()


def _xml_pages(place: XmlPlace, pager: Pager) -> Iterator[PageFound]:
    for aside, lines in place.lines.items():
        yield from pager.notes(lines, ", ".join(filter(None, (place.label, aside))))
    for name, rows in place.tables:
        yield from row_pages(rows, ", ".join(filter(None, (place.label, name or "table"))), pager)


def _new(document: Document, package: Package, pager: Pager) -> Iterator[Found]:
    archives = IwaDocument(_PROGRAMS[document.media_type])
    holders = [package, *_inner(document, package)]
    for holder in holders:
        for name in holder.names():
            if name.lower().endswith(".iwa"):
                archives.add(name, holder.read(name))
    if not archives.objects:
        raise Unsupported("it holds none of the parts that a document of this kind has")
    for place in archives.places():
        yield from _iwa_pages(place, pager)
    yield from (Shortfall(reason) for reason in archives.shortfalls)
    for holder in holders[1:]:
        yield from holder.told()


def _inner(document: Document, package: Package) -> Iterator[Package]:
    """Documents that were folders keep their archives in a container of their own."""
    for name in package.names():
        if name.lower().rpartition("/")[2] == _INNER_INDEX:
            raw = package.read(name)
            yield Package(replace(document, file=io.BytesIO(raw), size=len(raw)))


def _iwa_pages(place: Place, pager: Pager) -> Iterator[Found]:
    yield from pager.notes(place.lines, place.label)
    for table in place.tables:
        label = ", ".join(filter(None, (place.label, table.name or "table")))
        yield from row_pages(table.rows, label, pager)
        if table.unreadable:
            yield Shortfall(f"{label}: {table.unreadable} cells are stored in a way not known here")


def _files(package: Package) -> Iterator[MemberFound]:
    """Pictures, sounds, films and previews."""
    for name in package.names():
        lower = name.lower()
        if lower.endswith(_NO_FILES) or lower.rpartition("/")[2] == _INNER_INDEX:
            continue
        yield MemberFound(name.encode("utf-8", "surrogateescape"), EntryKind.EMBEDDED, package.stream(name))


READERS: tuple[Reader, ...] = (IworkReader(), PlistReader(), WebArchiveReader())
