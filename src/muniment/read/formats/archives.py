"""Containers of many files: each member comes out as it is, one level at a time."""

from muniment.read.formats.applefile import AppleFileReader
from muniment.read.formats.disk_images import DiskImageReader
from muniment.read.formats.libarchived import LibarchiveReader
from muniment.read.formats.old_unix import AR, CPIO
from muniment.read.formats.sevenzips import SevenZipReader
from muniment.read.formats.tars import TarReader
from muniment.read.formats.zips import ZipReader
from muniment.read.reader import Reader

READERS: tuple[Reader, ...] = (
    ZipReader(),
    TarReader(),
    SevenZipReader(),
    AR,
    CPIO,
    DiskImageReader(),
    AppleFileReader(),
    # Last: what the others cannot read, and what only the library of the system can.
    LibarchiveReader(),
)
