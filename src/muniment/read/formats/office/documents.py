"""Readers of word-processing documents and the long tail of documents."""

from muniment.read.formats.office import slides
from muniment.read.formats.office.chm import ChmReader
from muniment.read.formats.office.desktop import IdmlReader, MifReader
from muniment.read.formats.office.epub import EpubReader
from muniment.read.formats.office.hwp import HwpReader, HwpxReader, OldHwpReader
from muniment.read.formats.office.kreuzberg_reader import KreuzbergReader
from muniment.read.formats.office.msword import OldWordReader
from muniment.read.formats.office.odf import OpenDocumentReader
from muniment.read.formats.office.office_xml import LockedOfficeReader
from muniment.read.formats.office.oldoffice import OldVisioReader, ProjectReader, PublisherReader
from muniment.read.formats.office.onenote import OneNoteReader
from muniment.read.formats.office.rtf import RtfReader
from muniment.read.formats.office.visio import VisioReader
from muniment.read.formats.office.word import WordReader
from muniment.read.formats.office.wordml import FlatOfficeReader, Word2003Reader
from muniment.read.formats.office.wordperfect import WordPerfectReader
from muniment.read.formats.office.xps import XpsReader
from muniment.read.formats.ownerfile import OwnerFileReader
from muniment.read.formats.tables import sheets
from muniment.read.reader import Reader

_OOXML = "application/vnd.openxmlformats-officedocument."

_SECOND_TRY = {
    f"{_OOXML}wordprocessingml.document": f"{_OOXML}wordprocessingml.document",
    "application/msword": "application/msword",
    "application/rtf": "application/rtf",
    "application/vnd.oasis.opendocument.text": "application/vnd.oasis.opendocument.text",
    "application/epub+zip": "application/epub+zip",
}
"""What the library reads, by our names and by its own."""

_OWN: tuple[Reader, ...] = (
    WordReader(),
    RtfReader(),
    OldWordReader(),
    OpenDocumentReader(),
    Word2003Reader(),
    FlatOfficeReader(),
    EpubReader(),
    XpsReader(),
    VisioReader(),
    IdmlReader(),
    MifReader(),
    HwpReader(),
    HwpxReader(),
    OldHwpReader(),
    ChmReader(),
    OneNoteReader(),
    PublisherReader(),
    ProjectReader(),
    OldVisioReader(),
    WordPerfectReader(),
    OwnerFileReader(),
)


def _inside_a_lock(media_type: str) -> tuple[Reader, ...]:
    """The readers of what a locked Office document can turn out to be."""
    candidates = (*_OWN, *slides.READERS, *sheets.READERS)
    return tuple(reader for reader in candidates if media_type in reader.media_types)


READERS: tuple[Reader, ...] = (*_OWN, LockedOfficeReader(_inside_a_lock), KreuzbergReader(_SECOND_TRY))
