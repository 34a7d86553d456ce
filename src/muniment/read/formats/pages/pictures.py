"""Opening a stranger's picture within bounds, and taking its frames as plain pixels."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pi_heif  # type: ignore[import-untyped] # the library has no type marker
from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from muniment.read.reader import Damaged, Document, Picture, Refused, Unsupported

pi_heif.register_heif_opener()

_DECODERS = {
    "image/png": ("PNG",),
    "image/jpeg": ("JPEG", "MPO"),
    "image/gif": ("GIF",),
    "image/tiff": ("TIFF",),
    "image/bmp": ("BMP", "DIB"),
    "image/webp": ("WEBP",),
    "image/heic": ("HEIF",),
    "image/avif": ("AVIF",),
    "image/jp2": ("JPEG2000",),
    "image/x-icon": ("ICO", "CUR"),
    "image/x-portable-anymap": ("PPM",),
    "image/vnd.adobe.photoshop": ("PSD",),
}
"""The decoder allowed for each type: a file that says it is a PNG gets no other decoder to attack."""

PICTURE_TYPES = frozenset(_DECODERS)
"""Media types of pictures that can be opened."""

_MOST_DECODED_BYTES = 1 << 30
"""Bytes of decoded pixels that are held at once: an A4 page at 1200 dpi in grey is 140 million, at 2400 dpi 556."""

_PAGE_SQUARE_INCHES = 200
"""Area for which a picture is given at the resolution asked for: A3, or a photo of a page with its surroundings."""

_BREAKS_OFF = ("truncated", "broken data stream", "unexpected end", "cannot identify", "decoder error")
"""What Pillow says of a picture whose end is missing."""

_GREY_MODES = frozenset({"1", "L", "LA", "I;16", "I;16B", "I;16L", "I", "F"})


@dataclass(frozen=True, slots=True)
class Opened:
    """A picture whose frames can be sought; pixels are decoded on demand only."""

    image: Image.Image
    frames: int


class TooManyPixels(Refused):
    """The picture would not fit into the memory allowed."""


@contextmanager
def opened(document: Document) -> Iterator[Opened]:
    """Open the picture with the one decoder its type allows. Raises ``ReadingStopped``."""
    formats = _DECODERS.get(document.media_type)
    if formats is None:
        raise Unsupported("no decoder for this kind of picture is built in")
    document.file.seek(0)
    Image.MAX_IMAGE_PIXELS = None  # our own bound below speaks plain words and counts bytes
    try:
        image = Image.open(document.file, formats=formats)
        frames = getattr(image, "n_frames", 1)
    except UnidentifiedImageError as error:
        raise Damaged("the picture breaks the rules of its format from the start") from error
    except (OSError, ValueError, SyntaxError, EOFError, KeyError, IndexError, TypeError) as error:
        raise Damaged(f"the picture cannot be opened ({type(error).__name__})") from error
    with image:
        yield Opened(image, frames)


def load(image: Image.Image) -> bool:
    """Decode the current frame; False if its end is missing and what is there was taken. Raises ``ReadingStopped``."""
    bands = 1 if image.mode in _GREY_MODES else 4
    if image.width * image.height * bands > _MOST_DECODED_BYTES:
        millions = image.width * image.height // 1_000_000
        raise TooManyPixels(f"the picture has {millions} million pixels, more than fit into the memory allowed")
    try:
        image.load()
    except (OSError, SyntaxError, ValueError, EOFError, IndexError, TypeError) as error:
        return _load_what_is_there(image, error)
    return True


def _load_what_is_there(image: Image.Image, error: Exception) -> bool:
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        image.load()
    except (OSError, SyntaxError, ValueError, EOFError, IndexError, TypeError):
        raise Damaged("the picture is damaged: nothing of it can be shown") from error
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = False
    return False


def draw_frame(document: Document, number: int, dpi: int) -> Picture:
    """The pixels of frame ``number`` (from 1), turned upright as its camera says. Raises ``ReadingStopped``."""
    with opened(document) as picture:
        if not 1 <= number <= picture.frames:
            raise Damaged(f"the picture has no frame {number}")
        image = picture.image
        try:
            image.seek(number - 1)
        except (EOFError, OSError, ValueError) as error:
            raise Damaged(f"frame {number} cannot be reached") from error
        most = min(document.limits.render_pixels, _PAGE_SQUARE_INCHES * dpi * dpi)
        if picture.frames == 1:
            _decode_smaller(image, most)
        load(image)
        return as_picture(_upright(_within(image, most)))


def _decode_smaller(image: Image.Image, most: int) -> None:
    """Let a JPEG be decoded at a half, quarter or eighth of its size where it is far too large."""
    factor = (image.width * image.height / most) ** 0.5
    if factor > 2:  # noqa: PLR2004 - JPEG halves: below two there is nothing to gain
        image.draft(None, (int(image.width / factor), int(image.height / factor)))


def _within(image: Image.Image, most: int) -> Image.Image:
    pixels = image.width * image.height
    if pixels <= most:
        return image
    scale = (most / pixels) ** 0.5
    size = (max(1, int(image.width * scale)), max(1, int(image.height * scale)))
    flat = image.convert("L") if image.mode in _GREY_MODES - {"LA"} else _on_white(image)
    return flat.resize(size, Image.Resampling.BOX, reducing_gap=2.0)


def _upright(image: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(image)
    except (ValueError, TypeError, OSError, SyntaxError, KeyError, ZeroDivisionError):
        return image  # its camera data are damaged: recognition finds the right way up by itself


def as_picture(image: Image.Image) -> Picture:
    """``image`` as plain grey or RGB pixels, what is transparent shown on white."""
    flat = _on_white(image)
    return Picture(flat.width, flat.height, 1 if flat.mode == "L" else 3, flat.tobytes())


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode in {"1", "L"}:
        return image.convert("L")
    if image.mode in {"I;16", "I;16B", "I;16L", "I", "F"}:
        return _stretched(image)
    if image.mode in {"LA", "PA", "RGBA", "La", "RGBa"} or "transparency" in image.info:
        coloured = image.convert("RGBA")
        paper = Image.new("RGBA", image.size, "white")
        return Image.alpha_composite(paper, coloured).convert("RGB")
    return image.convert("RGB")


def _stretched(image: Image.Image) -> Image.Image:
    """Deep grey brought to 8 bits by its own darkest and lightest value."""
    deep = image.convert("F")
    low, high = (float(value) for value in deep.getextrema())  # type: ignore[arg-type] # one band: two numbers
    scale = 255.0 / (high - low) if high > low else 1.0
    return deep.point(lambda value: value * scale - low * scale).convert("L")
