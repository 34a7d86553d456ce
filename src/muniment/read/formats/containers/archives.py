"""Containers of many files: each member comes out as it is, one level at a time."""

from muniment.read.formats.containers.applefile import AppleFileReader
from muniment.read.formats.containers.disk_images import DiskImageReader
from muniment.read.formats.containers.libarchived import LibarchiveReader
from muniment.read.formats.containers.old_unix import AR, CPIO
from muniment.read.formats.containers.sevenzips import SevenZipReader
from muniment.read.formats.containers.tars import TarReader
from muniment.read.formats.containers.zips import ZipReader
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
