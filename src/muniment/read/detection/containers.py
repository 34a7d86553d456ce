"""What zip files and OLE2 containers hold, told from the names inside; hostile ones included."""

import re
import struct
import zipfile
import zlib
from typing import BinaryIO

import olefile  # type: ignore[import-untyped]  # it has no types

from muniment.limits import KIB, MIB

_OOXML = "application/vnd.openxmlformats-officedocument."
_MAX_DIRECTORY = 8 * MIB
"""Longest table of contents read: about 80,000 members. Whatever holds more is an archive, not a document."""

_MAX_PART = 256 * KIB
"""Bytes of one member looked at."""

_END_RECORD = b"PK\x05\x06"
_END_SEARCH = 65_557
"""The end record and the longest comment that may follow it."""

_MAIN_PARTS: tuple[tuple[str, str], ...] = (
    ("wordprocessingml.document.main+xml", _OOXML + "wordprocessingml.document"),
    ("wordprocessingml.template.main+xml", _OOXML + "wordprocessingml.document"),
    ("ms-word.document.macroenabled.main+xml", _OOXML + "wordprocessingml.document"),
    ("ms-word.template.macroenabledtemplate.main+xml", _OOXML + "wordprocessingml.document"),
    ("ms-excel.sheet.binary.macroenabled.main", "application/vnd.ms-excel.sheet.binary.macroenabled.12"),
    ("spreadsheetml.sheet.main+xml", _OOXML + "spreadsheetml.sheet"),
    ("spreadsheetml.template.main+xml", _OOXML + "spreadsheetml.sheet"),
    ("ms-excel.sheet.macroenabled.main+xml", _OOXML + "spreadsheetml.sheet"),
    ("ms-excel.template.macroenabled.main+xml", _OOXML + "spreadsheetml.sheet"),
    ("ms-excel.addin.macroenabled.main+xml", _OOXML + "spreadsheetml.sheet"),
    ("presentationml.presentation.main+xml", _OOXML + "presentationml.presentation"),
    ("presentationml.slideshow.main+xml", _OOXML + "presentationml.presentation"),
    ("presentationml.template.main+xml", _OOXML + "presentationml.presentation"),
    ("ms-powerpoint.presentation.macroenabled.main+xml", _OOXML + "presentationml.presentation"),
    ("ms-powerpoint.slideshow.macroenabled.main+xml", _OOXML + "presentationml.presentation"),
    ("ms-powerpoint.template.macroenabled.main+xml", _OOXML + "presentationml.presentation"),
    ("ms-powerpoint.addin.macroenabled.main+xml", _OOXML + "presentationml.presentation"),
    ("application/vnd.ms-visio.", "application/vnd.ms-visio.drawing"),
    ("xps-fixeddocumentsequence+xml", "application/vnd.ms-xpsdocument"),
    ("fixeddocument+xml", "application/vnd.ms-xpsdocument"),
)
"""Content types of the part that makes a package what it is, in lower case."""

_PACKAGE_FOLDERS: tuple[tuple[str, str], ...] = (
    ("word/document", _OOXML + "wordprocessingml.document"),
    ("xl/workbook.bin", "application/vnd.ms-excel.sheet.binary.macroenabled.12"),
    ("xl/work", _OOXML + "spreadsheetml.sheet"),
    ("ppt/presentation", _OOXML + "presentationml.presentation"),
    ("ppt/slides/", _OOXML + "presentationml.presentation"),
    ("theme/presentation", _OOXML + "presentationml.presentation"),
    ("visio/document", "application/vnd.ms-visio.drawing"),
    ("fixeddocseq.fdseq", "application/vnd.ms-xpsdocument"),
    ("fixeddocumentsequence.fdseq", "application/vnd.ms-xpsdocument"),
)
"""Where the main part usually lies, for packages whose list of content types is lost. Names in lower case."""

_ODF = "application/vnd.oasis.opendocument."
_ODF_KINDS = {
    "text": "text",
    "text-template": "text",
    "text-master": "text",
    "text-master-template": "text",
    "text-web": "text",
    "spreadsheet": "spreadsheet",
    "spreadsheet-template": "spreadsheet",
    "presentation": "presentation",
    "presentation-template": "presentation",
    "graphics": "graphics",
    "graphics-template": "graphics",
    "image": "graphics",
    "image-template": "graphics",
    "formula": "formula",
    "formula-template": "formula",
    "chart": "chart",
    "chart-template": "chart",
    "database": "database",
    "base": "database",
}
_SUN = "application/vnd.sun.xml."
_SUN_KINDS = {"writer": "writer", "calc": "calc", "impress": "impress", "draw": "impress", "math": "writer"}
_DECLARED = {
    "application/epub+zip": "application/epub+zip",
    "application/x-ibooks+zip": "application/epub+zip",
    "application/hwp+zip": "application/hwp+zip",
    "application/vnd.adobe.indesign-idml-package": "application/x-idml",
}
_IWORK = "application/vnd.apple."
_IWORK_SUFFIXES = {".pages": "pages", ".numbers": "numbers", ".key": "keynote"}
_IWORK_MAIN = frozenset({"index.zip", "index.xml", "index.xml.gz", "index.apxl", "index.apxl.gz", "document.iwa"})
_IWORK_ROOTS = ((b"<key:", "keynote"), (b"<ls:document", "numbers"), (b"<sl:document", "pages"))

_OLE2_NAMES: tuple[tuple[str, str], ...] = (
    ("encryptedpackage", "application/x-ooxml-encrypted"),
    ("__properties_version1.0", "application/vnd.ms-outlook"),
    ("__nameid_version1.0", "application/vnd.ms-outlook"),
    ("worddocument", "application/msword"),
    ("powerpoint document", "application/vnd.ms-powerpoint"),
    ("pp40", "application/vnd.ms-powerpoint"),
    ("visiodocument", "application/vnd.visio"),
    ("quill", "application/x-mspublisher"),
    ("wksssworkbook", "application/x-ms-works-spreadsheet"),
    ("workbook", "application/vnd.ms-excel"),
    ("book", "application/vnd.ms-excel"),
    ("matost", "application/vnd.ms-works"),
    ("mm", "application/vnd.ms-works"),
    ("nativecontent_main", "application/x-quattro-pro"),
    ("perfectoffice_main", "application/vnd.wordperfect"),
    ("   1", "application/vnd.ms-project"),
    ("props14", "application/vnd.ms-project"),
    ("props12", "application/vnd.ms-project"),
    ("props9", "application/vnd.ms-project"),
    ("docinfo", "application/x-hwp-v5"),
    ("swdoccontentmgr", "image/x-cad"),
    ("swdocmgrtempstorage", "image/x-cad"),
)
"""Streams at the root that make a container what it is, in lower case, the more telling first."""


_PAGE_IN_PIECES = re.compile(r"\.(?:fpage|fdseq)/\[0\](?:\.last)?\.piece$", re.IGNORECASE)
"""A page that a printer driver wrote in pieces: nothing else is written so."""


def zip_type(file: BinaryIO, size: int, head: bytes, suffix: str) -> str:
    """The type of a zip file of ``size`` bytes: what its members make it, else application/zip."""
    package = _open(file, size)
    if package is None:
        return _broken_zip_type(head, suffix)
    with package:
        names = [name.replace("\\", "/") for name in package.namelist()]
        if any(_PAGE_IN_PIECES.search(name) for name in names):
            return "application/vnd.ms-xpsdocument"
        return _package_type(package, names, suffix)


def ends_as_zip(file: BinaryIO, size: int) -> bool:
    """Whether the file closes with the end record of a zip: a program that unpacks itself, a last volume."""
    tail = _tail(file, size)
    at = tail.rfind(_END_RECORD)
    if at < 0 or len(tail) - at < 22:  # noqa: PLR2004 - the length of the record
        return False
    (comment,) = struct.unpack_from("<H", tail, at + 20)
    return at + 22 + comment == len(tail) and tail[at + 4 : at + 22] != b"\x00" * 18


def _tail(file: BinaryIO, size: int) -> bytes:
    file.seek(max(0, size - _END_SEARCH))
    return file.read(_END_SEARCH)


def _open(file: BinaryIO, size: int) -> zipfile.ZipFile | None:
    """The zip opened, or None where its table of contents is lost or too long to be a document's."""
    tail = _tail(file, size)
    at = tail.rfind(_END_RECORD)
    if at < 0 or len(tail) - at < 22:  # noqa: PLR2004 - the length of the record
        return None
    (length,) = struct.unpack_from("<I", tail, at + 12)
    if length > _MAX_DIRECTORY:
        return None
    try:
        return zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, struct.error, OverflowError, UnicodeError):
        return None


def _part(package: zipfile.ZipFile, name: str) -> bytes:
    """The start of one member; b"" where it cannot be had."""
    try:
        with package.open(name) as part:
            return part.read(_MAX_PART)
    except (
        KeyError,
        RuntimeError,
        zipfile.BadZipFile,
        ValueError,
        OSError,
        NotImplementedError,
        EOFError,
        struct.error,
        OverflowError,
        zlib.error,
    ):
        return b""


def _package_type(package: zipfile.ZipFile, names: list[str], suffix: str) -> str:
    lower = {name.lower(): name for name in names}
    if "mimetype" in lower and (declared := declared_type(_part(package, lower["mimetype"]))):
        return declared
    if "[content_types].xml" in lower and (found := _main_part(_part(package, lower["[content_types].xml"]))):
        return found
    return (
        _by_folders(lower)
        or _open_document(package, lower)
        or _iwork(package, lower, suffix)
        or ("application/x-idml" if "designmap.xml" in lower else "")
        or ("application/hwp+zip" if "contents/section0.xml" in lower else "")
        or ("application/epub+zip" if "meta-inf/container.xml" in lower and suffix in {".epub", ".ibooks"} else "")
        or ("application/java-archive" if "meta-inf/manifest.mf" in lower else "")
        or "application/zip"
    )


def declared_type(untrusted_mimetype: bytes) -> str:
    """The canonical type for what a "mimetype" member (or an attribute of a flat document) declares, or ""."""
    declared = untrusted_mimetype[:200].decode("ascii", "replace").strip(" \t\r\n\ufeff\ufffd\x00").lower()
    if declared.startswith(_ODF):
        kind = _ODF_KINDS.get(declared.removeprefix(_ODF))
        return _ODF + kind if kind else ""
    if declared.startswith(_SUN):
        kind = _SUN_KINDS.get(declared.removeprefix(_SUN).split(".")[0])
        return _SUN + kind if kind else ""
    return _DECLARED.get(declared, "")


def _main_part(content_types: bytes) -> str:
    text = content_types.replace(b"\x00", b"").decode("utf-8", "replace").lower()
    return next((media_type for mark, media_type in _MAIN_PARTS if mark in text), "")


def _by_folders(lower: dict[str, str]) -> str:
    for prefix, media_type in _PACKAGE_FOLDERS:
        if any(name.startswith(prefix) for name in lower):
            return media_type
    return ""


def _open_document(package: zipfile.ZipFile, lower: dict[str, str]) -> str:
    """OpenDocument without its "mimetype": the manifest says it, else the content's root does."""
    if "content.xml" not in lower:
        return ""
    if "meta-inf/manifest.xml" in lower:
        manifest = _part(package, lower["meta-inf/manifest.xml"])
        for declared in re.findall(rb'media-type="([^"]{1,100})"', manifest[: 16 * KIB]):
            if found := declared_type(declared):
                return found
    content = _part(package, lower["content.xml"])
    for kind in ("text", "spreadsheet", "presentation", "chart", "database"):
        if f"<office:{kind}".encode() in content:
            return _ODF + kind
    return _ODF + "graphics" if b"<office:drawing" in content else ""


def _iwork(package: zipfile.ZipFile, lower: dict[str, str], suffix: str) -> str:
    if any(name in lower for name in ("index.apxl", "index.apxl.gz")):
        return _IWORK + "keynote"
    if suffix in _IWORK_SUFFIXES and any(name.rpartition("/")[2] in _IWORK_MAIN for name in lower):
        return _IWORK + _IWORK_SUFFIXES[suffix]
    if "index.xml" in lower:
        start = _part(package, lower["index.xml"])[: 8 * KIB]
        return next((_IWORK + kind for mark, kind in _IWORK_ROOTS if mark in start), "")
    modern = "index.zip" in lower or any(name.endswith(".iwa") and "index/" in name for name in lower)
    return _IWORK + _modern_iwork(set(lower)) if modern else ""


def _modern_iwork(names: set[str]) -> str:
    base = {name.rpartition("/")[2] for name in names}
    if any(name.startswith(("slide", "masterslide", "templateslide")) for name in base):
        return "keynote"
    if any(name.startswith(("section", "floatingdrawables", "drawablesziorder")) for name in base):
        return "pages"
    return "numbers" if "calculationengine.iwa" in base else "pages"


_LOCAL_HEADER = b"PK\x03\x04"


def _broken_zip_type(head: bytes, suffix: str) -> str:
    """A zip without its table of contents (cut off, or enormous): the members at its start speak for it."""
    names: dict[str, str] = {}
    at = head.find(_LOCAL_HEADER)
    while 0 <= at < len(head) - 30:
        name_length, extra_length = struct.unpack_from("<HH", head, at + 26)
        name = head[at + 30 : at + 30 + name_length].decode("utf-8", "replace").replace("\\", "/")
        names[name.lower()] = name
        body = at + 30 + name_length + extra_length
        if name == "mimetype" and (
            declared := declared_type(re.split(rb"PK\x03\x04|PK\x07\x08", head[body : body + 200])[0])
        ):
            return declared
        at = head.find(_LOCAL_HEADER, body)
    return _by_folders(names) or _by_suffix_of_package(names, suffix) or "application/zip"


_PACKAGE_SUFFIXES = {
    ".docx": _OOXML + "wordprocessingml.document",
    ".docm": _OOXML + "wordprocessingml.document",
    ".dotx": _OOXML + "wordprocessingml.document",
    ".xlsx": _OOXML + "spreadsheetml.sheet",
    ".xlsm": _OOXML + "spreadsheetml.sheet",
    ".pptx": _OOXML + "presentationml.presentation",
    ".pptm": _OOXML + "presentationml.presentation",
    ".ppsx": _OOXML + "presentationml.presentation",
}


def _by_suffix_of_package(lower: dict[str, str], suffix: str) -> str:
    return _PACKAGE_SUFFIXES.get(suffix, "") if "[content_types].xml" in lower else ""


def ole2_type(file: BinaryIO, head: bytes, suffix: str) -> str:
    """The type of an OLE2 container: what its streams make it, else application/x-ole-storage."""
    names = _ole2_names(file)
    if not names:
        names = _names_in_ruins(head, file)
    found = next((media_type for name, media_type in _OLE2_NAMES if name in names), "")
    return _settle_ole2(found, names, suffix)


def _settle_ole2(found: str, names: set[str], suffix: str) -> str:
    if found == "application/vnd.wordperfect" and suffix in {".qpw", ".wb3"}:
        return "application/x-quattro-pro"
    if found == "application/x-quattro-pro" and suffix in {".wpd", ".wp"}:
        return "application/vnd.wordperfect"
    if found == "application/vnd.ms-excel" and suffix == ".xlr":
        return "application/x-ms-works-spreadsheet"
    if not found and "contents" in names and suffix in {".wps", ".wpt"}:
        return "application/vnd.ms-works"
    if not found and "contents" in names and suffix == ".pub":
        return "application/x-mspublisher"
    return found or "application/x-ole-storage"


def _ole2_names(file: BinaryIO) -> set[str]:
    """The names at the root, in lower case; none where the container's own tables are broken."""
    file.seek(0)
    try:
        container = olefile.OleFileIO(file)
        return {entry[0].lower() for entry in container.listdir(streams=True, storages=True)}
    except Exception:  # noqa: BLE001 - olefile raises whatever broken tables lead to; the ruins are looked at instead
        return set()


def _names_in_ruins(head: bytes, file: BinaryIO) -> set[str]:
    """Stream names found by their look (UTF-16) where the directory cannot be followed."""
    file.seek(0)
    start = file.read(2 * MIB) or head
    return {name for name, _ in _OLE2_NAMES if len(name) > 4 and _in_some_case(name, start)}  # noqa: PLR2004 - short names prove nothing


_SPELLINGS = {
    "worddocument": "WordDocument",
    "workbook": "Workbook",
    "powerpoint document": "PowerPoint Document",
    "encryptedpackage": "EncryptedPackage",
    "visiodocument": "VisioDocument",
    "docinfo": "DocInfo",
}


def _in_some_case(name: str, start: bytes) -> bool:
    return any(spelling.encode("utf-16-le") in start for spelling in (name, _SPELLINGS.get(name, name)))
