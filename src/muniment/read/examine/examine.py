"""Which examiner looks at which kind of file."""

from collections.abc import Iterator

from muniment.read.examine.letters import examine_mail
from muniment.read.examine.office import examine_ooxml
from muniment.read.examine.old_office import examine_ole
from muniment.read.examine.open_document import examine_odf
from muniment.read.examine.pdf import examine_pdf
from muniment.read.examine.picture import examine_picture
from muniment.read.examine.rich_text import examine_rtf
from muniment.read.examine.trait import MAX_TRAITS, Examiner, Gap, Seen, Trait
from muniment.read.examine.web_page import examine_html
from muniment.read.formats.pages.pictures import PICTURE_TYPES
from muniment.read.reader import Document, Unsupported

_OLE_TYPES = frozenset({"application/msword", "application/vnd.ms-excel", "application/vnd.ms-powerpoint"})
_RTF_TYPES = frozenset({"application/rtf", "text/rtf"})
_MAIL_TYPES = frozenset({"message/rfc822", "application/x-emlx"})
_HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})


def examiner_for(media_type: str) -> Examiner | None:
    """The examiner that knows ``media_type``; none if there is none."""
    if media_type == "application/pdf":
        return examine_pdf
    if media_type in PICTURE_TYPES:
        return examine_picture
    for known, examiner in (
        (_OLE_TYPES, examine_ole),
        (_RTF_TYPES, examine_rtf),
        (_MAIL_TYPES, examine_mail),
        (_HTML_TYPES, examine_html),
    ):
        if media_type in known:
            return examiner
    if (
        media_type.startswith("application/vnd.openxmlformats-officedocument.")
        or media_type == "application/x-ooxml-encrypted"
    ):
        return examine_ooxml
    if media_type.startswith("application/vnd.oasis.opendocument."):
        return examine_odf
    return None


def examine(document: Document) -> Iterator[Seen]:
    """What a file tells of its own making, each thing once. Raises ``ReadingStopped``."""
    examiner = examiner_for(document.media_type)
    if examiner is None:
        raise Unsupported("in files of this kind nothing is examined beyond what reading tells")
    told: set[Seen] = set()
    for one in examiner(document):
        if one in told or (isinstance(one, Trait) and not one.value.strip()):
            continue
        if len(told) >= MAX_TRAITS - 1:  # one more is kept for saying so
            yield Gap(f"it says more than {MAX_TRAITS:,} things of itself; the others are not told")
            return
        told.add(one)
        yield one
