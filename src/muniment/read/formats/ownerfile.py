"""The small files named "~$…" that Office lays beside a document while somebody has it open: they name that person."""

from collections.abc import Iterator

from muniment import __version__
from muniment.read.detection.owner import OWNER_FILE, owner_named_in
from muniment.read.reader import Damaged, Document, FactFound, Found, PageFound


class OwnerFileReader:
    """Gives the name."""

    name = "owner-file"
    version = __version__
    media_types = frozenset({OWNER_FILE})

    def read(self, document: Document) -> Iterator[Found]:
        """Yield the name as a fact and a page. Raises ``Damaged`` if there is none."""
        name = owner_named_in(document.content())
        if not name:
            raise Damaged("the file names nobody")
        yield FactFound("opened-by", name)
        yield PageFound(1, name, "who had the document open")
