"""Which readers are tried for which media type, and in what order."""

from muniment.read.formats import html, lastresort, text
from muniment.read.formats.containers import archives, compressed, webarchives
from muniment.read.formats.mail import mail, outlook
from muniment.read.formats.office import documents, iwork, slides
from muniment.read.formats.pages import images, media, pdf
from muniment.read.formats.tables import databases, sheets
from muniment.read.reader import Reader

_IN_ORDER: tuple[Reader, ...] = (
    *text.READERS,
    *html.READERS,
    *pdf.READERS,
    *mail.READERS,
    *outlook.READERS,
    *sheets.READERS,
    *databases.READERS,
    *slides.READERS,
    *documents.READERS,
    *iwork.READERS,
    *archives.READERS,
    *compressed.READERS,
    *webarchives.READERS,
    *images.READERS,
    *media.READERS,
    *lastresort.READERS,
)


def readers_for(media_type: str) -> tuple[Reader, ...]:
    """The readers that know ``media_type``, the one to try first in front; empty if none does."""
    return tuple(reader for reader in _IN_ORDER if media_type in reader.media_types)
