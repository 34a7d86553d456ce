"""Readers of word-processing documents and the long tail of documents."""

from muniment.read.formats.kreuzberg_reader import KreuzbergReader
from muniment.read.formats.msword import OldWordReader
from muniment.read.formats.odf import OpenDocumentReader
from muniment.read.formats.rtf import RtfReader
from muniment.read.formats.word import WordReader
from muniment.read.reader import Reader

_OOXML = "application/vnd.openxmlformats-officedocument."

_SECOND_TRY = {
    f"{_OOXML}wordprocessingml.document": f"{_OOXML}wordprocessingml.document",
    "application/msword": "application/msword",
    "application/rtf": "application/rtf",
    "application/vnd.oasis.opendocument.text": "application/vnd.oasis.opendocument.text",
    "application/epub+zip": "application/epub+zip",
    "application/x-hwp-v5": "application/x-hwp",
}
"""What the library reads, by our names and by its own."""

READERS: tuple[Reader, ...] = (
    WordReader(),
    RtfReader(),
    OldWordReader(),
    OpenDocumentReader(),
    KreuzbergReader(_SECOND_TRY),
)
