"""What a picture says about itself: camera, dates, place, descriptions and comments."""

from collections.abc import Iterator
from typing import Any

from lxml import etree
from PIL import ExifTags, Image

from muniment.read.reader import FactFound

_EXIF_FACTS = {
    ExifTags.Base.ImageDescription: "description",
    ExifTags.Base.Artist: "author",
    ExifTags.Base.Copyright: "copyright",
    ExifTags.Base.Software: "software",
    ExifTags.Base.DateTime: "modified",
    ExifTags.Base.DateTimeOriginal: "created",
    ExifTags.Base.DateTimeDigitized: "digitized",
    ExifTags.Base.UserComment: "comment",
    ExifTags.Base.XPTitle: "title",
    ExifTags.Base.XPComment: "comment",
    ExifTags.Base.XPAuthor: "author",
    ExifTags.Base.XPKeywords: "keywords",
    ExifTags.Base.XPSubject: "subject",
    ExifTags.Base.BodySerialNumber: "camera-serial",
    ExifTags.Base.DocumentName: "title",
    ExifTags.Base.PageName: "page-name",
    ExifTags.Base.HostComputer: "computer",
}
_DATES = frozenset({"modified", "created", "digitized"})
_WIDE = frozenset(
    {
        ExifTags.Base.XPTitle,
        ExifTags.Base.XPComment,
        ExifTags.Base.XPAuthor,
        ExifTags.Base.XPKeywords,
        ExifTags.Base.XPSubject,
    }
)
"""Tags whose bytes are UTF-16."""

_XMP_FACTS = {
    "title": "title",
    "description": "description",
    "creator": "author",
    "rights": "copyright",
    "subject": "keywords",
    "CreatorTool": "software",
    "CreateDate": "created",
    "ModifyDate": "modified",
    "UserComment": "comment",
    "Headline": "headline",
    "Location": "place",
    "City": "place",
    "Country": "place",
}

_INFO_FACTS = {"comment": "comment", "Comment": "comment", "Title": "title", "Author": "author", "Software": "software"}
_INFO_FACTS |= {"Description": "description", "Creation Time": "created", "Copyright": "copyright"}

_FACT_CHARS = 4_000
"""Length of one fact: captions are shorter; a longer one is cut, and says so."""

_SCAN_BYTES = 8 << 20
"""XMP looked at."""


def picture_facts(image: Image.Image) -> Iterator[FactFound]:
    """The facts of the first frame, each different value once."""
    seen: set[tuple[str, str]] = set()
    for name, raw in [*_exif(image), *_xmp(image), *_info(image)]:
        value = raw.strip("\0 \r\n\t")
        if len(value) > _FACT_CHARS:
            value = value[:_FACT_CHARS] + " […]"
        if value and (name, value) not in seen:
            seen.add((name, value))
            yield FactFound(name, value)


def _exif(image: Image.Image) -> Iterator[tuple[str, str]]:
    try:
        exif = image.getexif()
        tags = {**exif, **exif.get_ifd(ExifTags.IFD.Exif)}
        place = exif.get_ifd(ExifTags.IFD.GPSInfo)
    except (OSError, ValueError, SyntaxError, TypeError, KeyError, IndexError, AttributeError, ZeroDivisionError):
        yield "camera-data", "damaged"
        return
    camera = " ".join(filter(None, (_words(tags.get(tag), tag) for tag in (ExifTags.Base.Make, ExifTags.Base.Model))))
    yield "camera", camera
    for tag, name in _EXIF_FACTS.items():
        value = _words(tags.get(tag), tag)
        yield name, _iso(value) if name in _DATES else value
    yield "gps", _place(place)


def _words(value: Any, tag: int) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, tuple) and tag in _WIDE and all(isinstance(item, int) and 0 <= item < 256 for item in value):  # noqa: PLR2004 - bytes
        value = bytes(value)
    if isinstance(value, bytes):
        return _decoded(value, tag)
    return ""


def _decoded(value: bytes, tag: int) -> str:
    if tag in _WIDE:
        return value.decode("utf-16-le", "replace")
    if value[:8] in {b"ASCII\0\0\0", b"\0" * 8}:
        return value[8:].decode("utf-8", "replace")
    if value[:8] == b"UNICODE\0":
        return value[8:].decode("utf-16", "replace")
    return value.decode("utf-8", "replace")


def _iso(camera_date: str) -> str:
    """``2019:05:01 10:13:14`` as ISO 8601; anything else as it stands."""
    day, _, time = camera_date.strip("\0 ").partition(" ")
    is_date = len(day) == len("2019:05:01") and day.replace(":", "").isdigit()
    return f"{day.replace(':', '-')}T{time}".rstrip("T") if is_date else camera_date


def _place(gps: dict[int, Any]) -> str:
    """Latitude and longitude in degrees, north and east positive; "" where the picture does not say."""
    try:
        latitude = _degrees(gps[ExifTags.GPS.GPSLatitude], gps.get(ExifTags.GPS.GPSLatitudeRef, "N"), "S")
        longitude = _degrees(gps[ExifTags.GPS.GPSLongitude], gps.get(ExifTags.GPS.GPSLongitudeRef, "E"), "W")
    except (KeyError, TypeError, ValueError, ZeroDivisionError, IndexError):
        return ""
    return f"{latitude:.6f}, {longitude:.6f}"


def _degrees(parts: Any, side: str, negative: str) -> float:
    degrees: float = sum(float(part) / 60**power for power, part in enumerate(parts))
    if not -180 <= degrees <= 180:  # noqa: PLR2004 - degrees of a circle; also false for "not a number"
        raise ValueError(degrees)
    return -degrees if side == negative else degrees


def _xmp(image: Image.Image) -> Iterator[tuple[str, str]]:
    raw = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp")
    packet = raw.encode() if isinstance(raw, str) else raw
    if not isinstance(packet, bytes):
        return
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(packet[:_SCAN_BYTES].strip(b"\0 \r\n\t"), parser)
    except etree.XMLSyntaxError:
        yield "xmp", "damaged"
        return
    for element in root.iter() if root is not None else ():
        name = _XMP_FACTS.get(str(element.tag).rpartition("}")[2])
        if name:
            yield name, " ".join(" ".join(str(part) for part in element.itertext()).split())
        for key, value in element.attrib.items():
            name = _XMP_FACTS.get(str(key).rpartition("}")[2])
            if name:
                yield name, str(value)


def _info(image: Image.Image) -> Iterator[tuple[str, str]]:
    """Comments of GIF and JPEG, text chunks of PNG; only what is known before the pixels are decoded."""
    for key, value in image.info.items():
        if key in _INFO_FACTS and isinstance(value, (str, bytes)):
            yield _INFO_FACTS[key], value.decode("utf-8", "replace") if isinstance(value, bytes) else value
        elif image.format == "PNG" and isinstance(value, str) and "xmp" not in str(key).lower():
            yield str(key).lower(), value
