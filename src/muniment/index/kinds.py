"""Sorts of documents: a few families of media types, which people know, and the words to ask for them by."""

from functools import lru_cache

OTHER = "other"

_LONGEST_SUFFIX = 8

_PARTS = {
    "pdf": ("application/pdf",),
    "mail": ("message/", "mbox", "ms-outlook", "emlx", "ms-tnef", "rpmsg", "pkcs7-mime"),
    "sheet": (
        "spreadsheet",
        "excel",
        "csv",
        "tab-separated",
        "lotus-1-2-3",
        "quattro",
        "sun.xml.calc",
        "numbers",
        "x-dif",
    ),
    "slides": ("presentation", "powerpoint", "keynote"),
    "word": (
        *("wordprocessingml", "msword", "opendocument.text", "rtf", "richtext", "wordperfect", "ms-wordml"),
        *("word2006ml", "ms-works", "hwp", "apple.pages", "sun.xml.writer", "mspublisher", "indesign", "framemaker"),
    ),
    "html": ("html", "webarchive", "htmlhelp", "warc", "http-response"),
    "database": ("msaccess", "dbf", "sqlite"),
    "book": ("epub", "fictionbook", "ibooks", "dtbook", "oeb1"),
    "archive": (
        *(
            "zip",
            "x-tar",
            "rar-",
            "7z-",
            "gzip",
            "bzip2",
            "x-xz",
            "x-xar",
            "zstd",
            "zlib",
            "lz4",
            "lzma",
            "lzh",
            "lzip",
        ),
        *("lzip", "cpio", "x-archive", "compress", "snappy", "brotli", "disk-image", "diskimage", "iso9660"),
        *("java-archive", "pack200", "internet-archive"),
    ),
    "drawing": ("visio", "x-cad", "opendocument.graphics"),
}
"""What stands in the media types of each family; the first family that has a part of it counts."""

_WHOLE = {"image": "image", "audio": "audio", "video": "video", "text": "text"}
_AS_TEXT = frozenset({"application/xml", "application/json", "application/rdf+xml"})

FAMILIES = (*_PARTS, *_WHOLE, OTHER)
"""All families, for those who list them."""


@lru_cache(maxsize=4096)
def family_of(media_type: str) -> str:
    """The family of ``media_type``; "" where it is not known."""
    if not media_type:
        return ""
    for family, parts in _PARTS.items():
        if any(part in media_type for part in parts):
            return family
    if media_type in _AS_TEXT:
        return "text"
    return _WHOLE.get(media_type.partition("/")[0], OTHER)


def _suffix(path: str) -> str:
    suffix = path[-_LONGEST_SUFFIX - 1 :].rpartition("/")[2].rpartition(".")[2].lower()
    return suffix if suffix.isascii() and suffix.isalnum() and path.lower().endswith(f".{suffix}") else ""


@lru_cache(maxsize=4096)
def types_of(media_type: str, paths: tuple[str, ...]) -> tuple[str, ...]:
    """All words by which a sort of document may be asked for: family, media type, and the suffixes of its files."""
    words = [media_type.lower(), family_of(media_type), *map(_suffix, paths)]
    return tuple(dict.fromkeys(word for word in words if word))
