"""Readers of presentations."""

from muniment.read.formats.office.kreuzberg_reader import KreuzbergReader
from muniment.read.formats.office.mspowerpoint import OldPowerPointReader
from muniment.read.formats.office.powerpoint import PowerPointReader
from muniment.read.reader import Reader

_PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"

READERS: tuple[Reader, ...] = (
    PowerPointReader(),
    OldPowerPointReader(),
    KreuzbergReader({_PPTX: _PPTX, "application/vnd.ms-powerpoint": "application/vnd.ms-powerpoint"}),
)
