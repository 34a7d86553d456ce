"""Address cards (vCard) and calendars (iCalendar, vCalendar): unfolded, decoded, pictures taken out."""

import quopri
import re
from collections.abc import Iterator

from muniment.read.charset import guess, usable
from muniment.read.datauri import Embedded, from_base64
from muniment.read.flow import Pager
from muniment.read.formats.text import sample_of
from muniment.read.reader import Document, Empty, FactFound, Found, MemberFound, Reader, Refused

_MAX_BYTES = 256 << 20
"""A card file or calendar longer than this is none; it would be held in memory as a whole."""

_FOLDED = re.compile(r"\r?\n[ \t]")
_ENCODING = re.compile(r";(?:ENCODING=)?(QUOTED-PRINTABLE|BASE64|B)(?=[;:])", re.IGNORECASE)
_CHARSET = re.compile(r";CHARSET=\"?([\w.:-]{1,40})", re.IGNORECASE)
_TYPE = re.compile(r";(?:TYPE|FMTTYPE)=\"?([\w/.+-]{1,80})", re.IGNORECASE)
_ESCAPED = re.compile(r"\\([\\,;nN])")
_FRAME = re.compile(r"^(BEGIN|END|VERSION|CALSCALE)\b", re.IGNORECASE)


class CardsReader:
    """Reads cards and calendars line by line, each property on its own."""

    name = "cards"
    version = "1"
    media_types = frozenset({"text/vcard", "text/calendar"})

    def read(self, document: Document) -> Iterator[Found]:
        """Yield the properties as text and the pictures as members. Raises ``Refused`` beyond 256 MiB."""
        if not document.size:
            raise Empty("the file is empty: it holds not one byte")
        if document.size > _MAX_BYTES:
            raise Refused("the file is longer than any set of address cards or any calendar")
        encoding = guess(sample_of(document.file)).encoding
        yield FactFound("encoding", encoding)
        embedded, pager = Embedded(), Pager(document.limits)
        for line in _lines(document.content().decode(encoding, "replace")):
            found = _property(line, encoding, embedded)
            if isinstance(found, MemberFound):
                yield found
            else:
                yield from pager.add(found)
        yield from pager.end()


def _lines(text: str) -> Iterator[str]:
    """Whole properties: continued lines are joined, those of quoted-printable ones too."""
    held = ""
    for line in _FOLDED.sub("", text).splitlines():
        held += line
        if _is_quoted_printable(held) and held.endswith("="):
            held = held[:-1]
            continue
        yield held
        held = ""
    if held:
        yield held


def _is_quoted_printable(line: str) -> bool:
    encoding = _ENCODING.search(line.split(":", 1)[0] + ":")
    return encoding is not None and encoding[1].upper() == "QUOTED-PRINTABLE"


def _property(line: str, encoding: str, embedded: Embedded) -> str | MemberFound:
    """The line as people read it, or the file that it holds."""
    head, colon, value = line.partition(":")
    coding = _ENCODING.search(head + ":")
    if not colon or coding is None:
        return _plain(head, colon, value, embedded)
    if coding[1].upper() == "QUOTED-PRINTABLE":
        declared = _CHARSET.search(head)
        charset = usable(declared[1]) if declared else ""
        raw = quopri.decodestring(value.encode(encoding, "replace"))
        return f"{head.split(';')[0]}: {raw.decode(charset or guess(raw).encoding, 'replace')}\n"
    declared_type = _TYPE.search(head)
    kind = declared_type[1].lower() if declared_type else "octet-stream"
    return embedded.member(from_base64(value.encode("ascii", "replace")), kind if "/" in kind else f"image/{kind}")


def _plain(head: str, colon: str, value: str, embedded: Embedded) -> str | MemberFound:
    for member in embedded.find(value):
        return member
    if _FRAME.match(head):
        return "\n" if head.upper().startswith("END") else ""
    text = _ESCAPED.sub(lambda match: "\n" if match[1] in "nN" else match[1], value)
    return f"{head.split(';', maxsplit=1)[0]}: {text}\n" if colon else f"{head}\n"


READERS: tuple[Reader, ...] = (CardsReader(),)
