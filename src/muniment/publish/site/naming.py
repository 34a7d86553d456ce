"""Permanent names for what is published: the same in every edition, and telling nothing of the record.

The id of a record is often made of words, of a quote's own perhaps, and words may be withheld later. So what is
published is named by a keyed hash of the id: who has not the case's secret cannot try out ids.
"""

import hmac
import re
from hashlib import sha256

_DIGITS = 12
"""48 bits: two of ten thousand records meet once in some five million publications."""


class Names:
    """Gives the names. ``secret`` is kept in the case; with another, all names are others."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def of(self, kind: str, record_id: str) -> str:
        """The name of a record: letters a-z, digits and one dash."""
        return f"{kind}-{hmac.digest(self._secret, f'{kind} {record_id}'.encode(), sha256).hex()[:_DIGITS]}"

    def document(self, original: str) -> str:
        """The name of a document, by its SHA-256."""
        return self.of("document", original)

    def page(self, original: str, number: int, kind: str = "text") -> str:
        """The name of a page, and of its proof; ``kind`` is a value of ``PageKind``."""
        return f"{self.document(original)}-p{number}" + ("" if kind == "text" else f"-{kind}")


def address(document: str, number: int, kind: str = "text") -> str:
    """Where a page of a document (its permanent name) lies in the publication; its anchors are the names of quotes."""
    return f"documents/{document}/{page_file(number, kind)}"


def page_file(number: int, kind: str = "text") -> str:
    """What the file of a page is called; a page that was printed and recognised has two."""
    return f"page-{number}{'' if kind == 'text' else f'-{kind}'}.html"


def drawn_file(document: str) -> str:
    """Where the drawn pages of a document lie as one PDF."""
    return f"documents/{document}/pages.pdf"


def label_told(label: str) -> str:
    """What of a page's label goes out: numbers of rows, slides and pages, and no word that the document's file has.

    A sheet or a chapter may be named for a person, and no mark on the words of a page reaches its label.
    """
    found = _NUMBERED.search(label)
    return found["rows"] or found[0] if found else ""


_NUMBERED = re.compile(r"(?:^|, )(?P<rows>rows? [0-9]+(?:-[0-9]+)?)(?:,|$)|^(?:slide [0-9]+|[0-9ivxlcdm]{1,8})$")
