"""Readers of word-processing documents and the long tail of documents."""

from muniment.read.formats import sheets, slides
from muniment.read.formats.chm import ChmReader
from muniment.read.formats.desktop import IdmlReader, MifReader
from muniment.read.formats.epub import EpubReader
from muniment.read.formats.hwp import HwpReader, HwpxReader, OldHwpReader
from muniment.read.formats.kreuzberg_reader import KreuzbergReader
from muniment.read.formats.msword import OldWordReader
from muniment.read.formats.odf import OpenDocumentReader
from muniment.read.formats.office_xml import LockedOfficeReader
from muniment.read.formats.oldoffice import OldVisioReader, ProjectReader, PublisherReader
from muniment.read.formats.onenote import OneNoteReader
from muniment.read.formats.ownerfile import OwnerFileReader
from muniment.read.formats.rtf import RtfReader
from muniment.read.formats.visio import VisioReader
from muniment.read.formats.word import WordReader
from muniment.read.formats.wordml import FlatOfficeReader, Word2003Reader
from muniment.read.formats.wordperfect import WordPerfectReader
from muniment.read.formats.xps import XpsReader
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
