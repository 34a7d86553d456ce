"""Pictures: what camera and programs wrote into them."""

from collections.abc import Iterator

from PIL import ExifTags, Image

from muniment.read.examine.trait import Gap, Key, Seen, Trait
from muniment.read.examine.xmp import xmp_traits
from muniment.read.formats.pages.picturefacts import picture_facts
from muniment.read.formats.pages.pictures import opened
from muniment.read.reader import Document

_FACTS = {
    "camera": Key.CAMERA,
    "software": Key.PRODUCER,
    "author": Key.AUTHOR,
    "created": Key.CREATED,
    "modified": Key.MODIFIED,
    "title": Key.TITLE,
    "gps": Key.PLACE,
    "computer": Key.CREATOR,
}
_SILENT = frozenset({"keywords", "subject", "description", "comment", "headline"})
"""Facts that speak of what is to be seen."""

_MM_PER_INCH = 25.4


def examine_picture(document: Document) -> Iterator[Seen]:
    """What a picture tells of its making. Raises ``ReadingStopped``."""
    with opened(document) as picture:
        image = picture.image
        yield Trait(Key.FORMAT, f"{image.format or 'picture'}, {image.mode}", "head of the file")
        for fact in picture_facts(image):
            if fact.name in _FACTS:
                yield Trait(_FACTS[fact.name], fact.value, "camera data and descriptions")
            elif fact.name not in _SILENT:
                yield Trait(Key.OTHER, f"{fact.name}: {fact.value}", "camera data and descriptions")
        yield from _zones(image)
        yield from _look(image)
        packet = image.info.get("xmp")
        if isinstance(packet, bytes):
            yield from xmp_traits(packet)


def _zones(image: Image.Image) -> Iterator[Seen]:
    """The zones of the camera's clock, where it tells them."""
    try:
        tags = image.getexif().get_ifd(ExifTags.IFD.Exif)
    except (
        OSError,
        ValueError,
        SyntaxError,
        TypeError,
        KeyError,
        IndexError,
        AttributeError,
        ZeroDivisionError,
    ) as error:
        yield Gap(f"its camera data is broken ({type(error).__name__})")
        return
    zones = {
        ExifTags.Base.OffsetTime: "modified",
        ExifTags.Base.OffsetTimeOriginal: "created",
        ExifTags.Base.OffsetTimeDigitized: "digitized",
    }
    for tag, name in zones.items():
        if isinstance(value := tags.get(tag), str) and value.strip("\0 "):
            told = f"zone of the time {name}: {value.strip(chr(0) + ' ')}"
            yield Trait(Key.OTHER, told, "camera data (EXIF)")


def _look(image: Image.Image) -> Iterator[Trait]:
    dpi = image.info.get("dpi")
    size = f"{image.width:,} by {image.height:,} pixels"
    if isinstance(dpi, tuple) and len(dpi) == 2 and all(float(one) > 0 for one in dpi):  # noqa: PLR2004 - both ways
        size += f" at {float(dpi[0]):.0f} per inch"
    yield Trait(Key.PAGE_SIZE, size, "head of the file")
    if image.info.get("progressive"):
        yield Trait(Key.BUILD, "stored to appear by degrees (progressive)", "head of the file")
    if tables := getattr(image, "quantization", None):
        strengths = ", ".join(str(sum(table)) for table in list(tables.values())[:4])
        yield Trait(Key.BUILD, f"compressed with tables that sum up to {strengths}", "quantisation tables")
