"""What a look for leaks has to say."""

from dataclasses import dataclass
from enum import StrEnum

Place = tuple[float, float, float, float]
"""``left, top, right, bottom`` in points on the page as it is shown, from its top left corner."""


class Kind(StrEnum):
    """How something that should be gone is still there. docs/leaks.md explains each."""

    TEXT_UNDER_BOX = "text-under-box"
    """Words below a drawn box or shape."""
    TEXT_UNDER_PICTURE = "text-under-picture"
    """Words below a picture."""
    TEXT_UNDER_ANNOTATION = "text-under-annotation"
    """Words below an annotation."""
    TEXT_UNDER_VEIL = "text-under-veil"
    """Words below something that lets them shine through."""
    UNAPPLIED_REDACTION = "unapplied-redaction"
    """A mark for redaction that was never applied."""
    HIDDEN_COLOUR = "hidden-colour"
    """Words in the colour of what they stand on."""
    INVISIBLE_TEXT = "invisible-text"
    """Words that are never painted, where the page shows nothing of the kind."""
    NO_SIZE = "no-size"
    """Words of no size."""
    OFF_PAGE = "off-page"
    """Words beside the page."""
    CLIPPED = "clipped"
    """Words that are cut off."""
    HIDDEN_LAYER = "hidden-layer"
    """Words or drawings on a layer that is switched off."""
    EARLIER_REVISION = "earlier-revision"
    """What the file held before it was changed and saved again."""
    UNUSED_OBJECT = "unused-object"
    """Words or pictures that no page uses any more."""
    ATTACHMENT = "attachment"
    """A file within the file."""
    FORM_VALUE = "form-value"
    """What a form field holds."""
    ANNOTATION = "annotation"
    """What an annotation says."""
    BOOKMARK = "bookmark"
    """A bookmark."""
    LINK = "link"
    """An address that a link leads to."""
    NAME = "name"
    """A name inside the file: of a place to jump to, a layer, a font, a colour."""
    METADATA = "metadata"
    """What the file says about itself."""
    PRIVATE_DATA = "private-data"
    """Data that a program kept for itself."""
    SCRIPT = "script"
    """A program in the file."""
    STRUCTURE = "structure"
    """Text meant for reading aloud."""
    THUMBNAIL = "thumbnail"
    """A small picture of the page."""
    PICTURE_UNDER_BOX = "picture-under-box"
    """A picture that is whole below a box."""
    PICTURE_OUTSIDE = "picture-outside"
    """Parts of a picture outside what is shown of it."""
    PIXELATED = "pixelated"
    """A part of a picture made coarse or blurred: much of it can be reckoned back."""
    WIDTH = "width"
    """A gap into which only some of the candidates fit."""
    TERM_ON_PAGE = "term-on-page"
    """A term that stands on the page for everybody to read."""
    TERM_IN_PICTURE = "term-in-picture"
    """A term that can be read in the pixels of the page."""
    TERM_IN_FILE = "term-in-file"
    """A term somewhere else in the bytes of the file."""


@dataclass(frozen=True, slots=True)
class Leak:
    """Something that was meant to be gone and is not.

    ``page`` counts from 1; None where it belongs to no page. ``found`` is what can still be read, cut at a sane length,
    hostile text; ``says`` is a sentence for a person and holds no hostile text. ``certain`` is False where somebody has
    to look, since it may be no redaction that failed.
    """

    page: int | None
    place: Place | None
    kind: Kind
    found: str
    says: str
    certain: bool


@dataclass(frozen=True, slots=True)
class NotChecked:
    """Something that was not looked at, and why, in plain words."""

    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Report:
    """All that was found in one file.

    ``notes`` are what a reader of the pages does not see, though nothing says that it was to be hidden.
    ``is_complete`` is False where something that can be looked at was missed: ``not_checked`` says what.
    """

    file: str
    sha256: str
    pages: int
    leaks: tuple[Leak, ...]
    notes: tuple[Leak, ...]
    checked: tuple[str, ...]
    not_checked: tuple[NotChecked, ...]
    is_complete: bool = True
