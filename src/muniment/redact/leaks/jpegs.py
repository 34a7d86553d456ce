"""What photographs say about themselves, and the small pictures of themselves that they carry.

JPEG keeps both in segments before the picture (ITU-T T.81, B.1.1.3; EXIF 2.3): a camera's thumbnail, made before the
picture was blackened or cut, shows it whole.
"""

import io
from collections.abc import Iterator
from contextlib import suppress

import numpy as np
import pikepdf
from pikepdf import Array, Name, Stream
from PIL import ExifTags, Image, UnidentifiedImageError

from muniment.redact.leaks.canvas import Grey

_SAYING = (
    ExifTags.Base.ImageDescription,
    ExifTags.Base.Artist,
    ExifTags.Base.Copyright,
    ExifTags.Base.XPTitle,
    ExifTags.Base.XPComment,
    ExifTags.Base.XPAuthor,
    ExifTags.Base.XPSubject,
    ExifTags.Base.XPKeywords,
    ExifTags.Base.HostComputer,
)
_START_OF_JPEG = b"\xff\xd8\xff"
_FIRST_SEGMENT, _LAST_SEGMENT, _START_OF_SCAN = 0xE0, 0xEF, 0xDA
_MOST_SEGMENTS = 2_000
_MOST_BYTES = 64 << 20
_LEAST_SIDE = 16
_APART = 50
"""Levels by which a pixel of a thumbnail lies outside all that the picture has there, when it shows something else."""

_LEAST_APART = 0.004
"""Share of such pixels: a face in a group is some hundredth of the picture, what packing does is less."""

_SAME_SHAPE = 0.05
_EDGE = 24
"""Lightness up to which the edge of a thumbnail is the band that cameras put where its shape differs."""


def photographs(pdf: pikepdf.Pdf) -> Iterator[bytes]:
    """The pictures of a file that are JPEG as they lie in it."""
    for item in pdf.objects:
        if isinstance(item, Stream) and item.get("/Subtype") == Name.Image and _is_jpeg(item.get("/Filter")):
            with suppress(pikepdf.PdfError, RuntimeError, ValueError):
                data = bytes(item.read_raw_bytes())
                if len(data) <= _MOST_BYTES:
                    yield data


def _is_jpeg(packing: object) -> bool:
    if isinstance(packing, Array) and len(packing) == 1:
        return bool(packing[0] == Name.DCTDecode)
    return bool(packing == Name.DCTDecode)


def says_of_itself(photograph: bytes) -> str:
    """What a photograph says in its comment, its title, its author; and that it says where it was taken."""
    try:
        with Image.open(io.BytesIO(photograph)) as picture:
            properties = picture.getexif()
            told = [_text(picture.info.get("comment"))]
            told += [_text(properties.get(tag)) for tag in _SAYING]
            if properties.get_ifd(ExifTags.IFD.GPSInfo):
                told.append("the place where it was taken")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, TypeError, KeyError):
        return ""  # a picture that cannot be opened says nothing; its bytes are searched as they are
    return " · ".join(dict.fromkeys(one for one in told if one))


def _text(untrusted_value: object) -> str:
    if isinstance(untrusted_value, bytes):
        is_wide = untrusted_value[1:2] == b"\0"
        untrusted_value = untrusted_value.decode("utf-16-le" if is_wide else "utf-8", "replace")
    return untrusted_value.strip("\0 \n") if isinstance(untrusted_value, str) else ""


def shows_something_else(photograph: bytes) -> bool:
    """Whether a small picture that a photograph carries is not one of it as it is."""
    small = list(_carried(photograph))
    whole = _opened(photograph) if small else None
    return whole is not None and any(_differs(one, whole) for one in small)


def _carried(photograph: bytes) -> Iterator[Image.Image]:
    for segment in _segments(photograph):
        at = segment.find(_START_OF_JPEG)
        picture = _opened(segment[at:]) if at >= 0 else None
        if picture is not None and min(picture.size) >= _LEAST_SIDE:
            yield picture


def _segments(photograph: bytes) -> Iterator[bytes]:
    """The segments of applications, up to where the picture begins."""
    at = 2
    for _ in range(_MOST_SEGMENTS):
        head = photograph[at : at + 4]
        if len(head) < 4 or head[0] != 0xFF or head[1] == _START_OF_SCAN:  # noqa: PLR2004 - a marker and its length
            return
        length = int.from_bytes(head[2:])
        if _FIRST_SEGMENT <= head[1] <= _LAST_SEGMENT:
            yield photograph[at + 4 : at + 2 + length]
        at += 2 + length


def _opened(data: bytes) -> Image.Image | None:
    try:
        with Image.open(io.BytesIO(data), formats=("JPEG",)) as picture:
            picture.draft("L", (512, 512))
            return picture.convert("L")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None


def _differs(small: Image.Image, whole: Image.Image) -> bool:
    small = _without_bands(small)
    if abs(small.width * whole.height / (small.height * whole.width) - 1) > _SAME_SHAPE:
        return True
    same = np.asarray(whole.resize(small.size, Image.Resampling.BOX), np.int16)
    lowest, highest = _near(same)
    thumbnail = np.asarray(small, np.int16)
    apart = (thumbnail < lowest - _APART) | (thumbnail > highest + _APART)
    return bool(apart.mean() >= _LEAST_APART)


def _without_bands(small: Image.Image) -> Image.Image:
    light = np.asarray(small)
    rows, columns = (np.flatnonzero(light.max(axis=axis) > _EDGE) for axis in (1, 0))
    if not len(rows) or not len(columns):
        return small
    top = min(rows[0], light.shape[0] - 1 - rows[-1])  # the bands of a camera are alike on both sides
    left = min(columns[0], light.shape[1] - 1 - columns[-1])
    return small.crop((int(left), int(top), small.width - int(left), small.height - int(top)))


def _near(pixels: Grey) -> tuple[Grey, Grey]:
    """For each pixel, the darkest and the lightest of it and its eight neighbours."""
    padded = np.pad(pixels, 1, mode="edge")
    height, width = pixels.shape
    around = np.stack([padded[y : y + height, x : x + width] for y in range(3) for x in range(3)])
    return np.asarray(around.min(axis=0)), np.asarray(around.max(axis=0))
