"""Pictures: each frame is a page to be recognised; what the picture says about itself is kept as facts."""

from collections.abc import Iterator

import PIL
from PIL import Image, ImageChops, ImageStat

from muniment.read.formats.pages import metafiles
from muniment.read.formats.pages.picturefacts import picture_facts
from muniment.read.formats.pages.pictures import PICTURE_TYPES, Opened, load, opened
from muniment.read.reader import (
    Document,
    Empty,
    FactFound,
    Found,
    PageFound,
    Reader,
    ReadingStopped,
    Refused,
    Shortfall,
    Unsupported,
)

_LEAST_SIDE = 24
"""Pixels: a line of text needs some ten in height; below this a picture is an icon, a bullet or a rule."""

_LEAST_AREA = 2_000
"""Square pixels below which no word fits."""

_THUMB = 48
"""Pixels along each side of the small copies by which the frames of a moving picture are compared."""

_MOVED = 6.0
"""Mean difference of grey levels (of 255) from which two frames of a moving picture count as different pictures."""

_MOVING = frozenset({"image/gif", "image/webp", "image/png", "image/avif", "image/heic", "image/jpeg"})
"""Types whose further frames are mostly the same picture a moment later; TIFF's are pages."""

_NOT_READ = {
    "image/vnd.djvu": "DjVu scans cannot be opened here; convert it to PDF and take that in as well",
    "image/jxl": "JPEG XL pictures cannot be opened here; convert it to PNG and take that in as well",
    "image/x-jbig2": "bare JBIG2 pictures cannot be opened here; inside PDF they can",
    "image/x-cad": "drawings of this kind cannot be opened here; convert it to PDF and take that in as well",
    "image/x-xcf": "drawings of this kind cannot be opened here; convert it to PNG and take that in as well",
    "image/x-raw": "raw camera pictures cannot be opened here; convert it to JPEG and take that in as well",
}


class PictureReader:
    """Pictures by way of Pillow and libheif; recognition of their words comes later."""

    name = "pillow"
    version = PIL.__version__
    media_types = PICTURE_TYPES

    def read(self, document: Document) -> Iterator[Found]:
        """Yield the facts, then a page for each frame that can hold words."""
        with opened(document) as picture:
            image = picture.image
            if picture.frames > document.limits.pages:
                raise Refused(f"it has {picture.frames} pages, more than the {document.limits.pages} allowed")
            yield from picture_facts(image)
            yield FactFound("pixels", f"{image.width} by {image.height}")
            if picture.frames > 1:
                yield FactFound("frames", str(picture.frames))
            yield from _pages(picture, is_moving=document.media_type in _MOVING)


def _pages(picture: Opened, *, is_moving: bool) -> Iterator[Found]:
    too_small = 0
    last: Image.Image | None = None
    for number in range(1, picture.frames + 1):
        problem = _load_frame(picture.image, number)
        where = f"page {number}: " if picture.frames > 1 else ""
        if problem:
            yield Shortfall(where + problem)
        if problem.startswith("it cannot"):
            continue
        if _is_too_small(picture.image):
            too_small += 1
            continue
        if is_moving and picture.frames > 1:
            thumb = picture.image.convert("L").resize((_THUMB, _THUMB))
            if last is not None and ImageStat.Stat(ImageChops.difference(thumb, last)).mean[0] < _MOVED:
                continue
            last = thumb
        yield PageFound(number, "", wants_ocr="a picture")
    if too_small == picture.frames:
        raise Empty("a picture too small to hold words")


def _load_frame(image: Image.Image, number: int) -> str:
    """Decode frame ``number``; what is wrong with it in plain words, or ""."""
    try:
        image.seek(number - 1)
        return "" if load(image) else "the picture breaks off; what is there is shown"
    except ReadingStopped as stop:
        if number == 1:
            raise
        return f"it cannot be shown: {stop.reason}"
    except (EOFError, OSError, ValueError, SyntaxError, IndexError) as error:
        return f"it cannot be reached ({type(error).__name__})"


def _is_too_small(image: Image.Image) -> bool:
    return min(image.size) < _LEAST_SIDE or image.width * image.height < _LEAST_AREA


class UnreadPictures:
    """Kinds of pictures that we know and cannot open: the reason says what to do."""

    name = "pictures-unread"
    version = "1"
    media_types = frozenset(_NOT_READ)

    def read(self, document: Document) -> Iterator[Found]:
        """Say why it stays unread."""
        raise Unsupported(_NOT_READ[document.media_type])
        yield  # makes this a generator, as readers are


READERS: tuple[Reader, ...] = (PictureReader(), *metafiles.READERS, UnreadPictures())
