"""Office documents behind a password: opened, then handed to the reader of what they turn out to be."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from muniment.read.formats.office.office_lock import unlock_office
from muniment.read.formats.office.ooxml import content_types
from muniment.read.formats.office.package import Package
from muniment.read.reader import Damaged, Document, Found, Reader, Unlocked, Unsupported

_OOXML = "application/vnd.openxmlformats-officedocument."

_BY_MAIN_TYPE = {
    "wordprocessingml": f"{_OOXML}wordprocessingml.document",
    "ms-word": f"{_OOXML}wordprocessingml.document",
    "presentationml": f"{_OOXML}presentationml.presentation",
    "ms-powerpoint": f"{_OOXML}presentationml.presentation",
    "sheet.binary": "application/vnd.ms-excel.sheet.binary.macroenabled.12",
    "spreadsheetml": f"{_OOXML}spreadsheetml.sheet",
    "ms-excel": f"{_OOXML}spreadsheetml.sheet",
    "visio": "application/vnd.ms-visio.drawing",
}
"""Words in the content type of a main part, and the media type of the document; the first that fits counts."""


class LockedOfficeReader:
    """Opens a locked Office Open XML document and reads on with the reader for what is inside."""

    name = "office-lock"
    version = "1"
    media_types = frozenset({"application/x-ooxml-encrypted"})

    def __init__(self, readers_for: Callable[[str], tuple[Reader, ...]]) -> None:
        """``readers_for`` gives the readers of a media type, as the registry does."""
        self._readers_for = readers_for

    def read(self, document: Document) -> Iterator[Found]:
        """Yield the password, then all that the document's own reader finds. Raises ``Locked`` and what that raises."""
        opened = unlock_office(document)
        if opened is document:
            raise Damaged("the file should hold a locked document, but there is none in it")
        yield Unlocked(opened.passwords[0])
        media_type = kind_of_ooxml(opened)
        readers = self._readers_for(media_type)
        if not readers:
            raise Unsupported(f"no reader knows {media_type}")
        yield from readers[0].read(replace(opened, media_type=media_type))


def kind_of_ooxml(document: Document) -> str:
    """The media type of an Office Open XML document, from what it says of its parts. Raises ``Damaged``."""
    mains = [kind for kind in content_types(Package(document)).values() if ".main" in kind or "macroenabled" in kind]
    for word, media_type in _BY_MAIN_TYPE.items():
        if any(word in kind for kind in mains):
            return media_type
    raise Damaged("the opened document does not say what it is")
